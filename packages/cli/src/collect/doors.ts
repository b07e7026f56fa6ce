import { listNames } from "@metric-events/runtime";
import { printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import type { ExitCode } from "../exit-codes.js";

export interface CollectFlags {
  readonly from: readonly string[];
  readonly into: string;
  readonly once?: boolean;
  readonly host?: string;
  readonly statusFile?: string;
}

/** Where lines can come from, and where they can go. */
type SourceKind = "logs" | "stream";
type TargetKind = "lake" | "postgres";

/** How lines come from one kind of source into one kind of target. */
interface Door {
  readonly from: SourceKind;
  readonly into: TargetKind;
  readonly load: () => Promise<Collect>;
}

type Collect = (flags: CollectFlags, schemasDir: string | undefined, context: Context) => Promise<ExitCode>;

/** Each is loaded only when it is used. */
const doors: readonly Door[] = [
  { from: "stream", into: "lake", load: async () => (await import("./stream-into-lake.js")).streamIntoLake },
  { from: "logs", into: "postgres", load: async () => (await import("./logs-into-postgres.js")).logsIntoPostgres },
];

/** What the kinds look like on the command line. */
const sourceForms: Readonly<Record<SourceKind, string>> = { logs: "logs", stream: "nats://host:4222" };
const targetForms: Readonly<Record<TargetKind, string>> = {
  lake: "<folder>",
  postgres: "postgres://host/database",
};

/**
 * The way from a source into a target.
 *
 * @throws {UsageError} where there is none.
 */
export async function doorFor({ from, into }: Pick<CollectFlags, "from" | "into">): Promise<Collect> {
  const [source, target] = [sourceOf(from), targetOf(into)];
  const door = doors.find((each) => each.from === source && each.into === target);
  if (door !== undefined) return door.load();
  const known = doors.map((each) => `--from ${sourceForms[each.from]} --into ${targetForms[each.into]}`);
  const hint =
    source === "logs" && target === "lake"
      ? "; to add logs to a lake, use metric-events export --parquet <lake> --append"
      : "";
  throw new UsageError(
    `cannot collect from ${source === "logs" ? "logs" : shown(from[0] ?? "")} into ${shown(into)}: expected ${listNames(known, undefined)}${hint}`,
  );
}

function sourceOf(from: readonly string[]): SourceKind | undefined {
  if (from.some((each) => /^(?:nats|tls):\/\//.test(each))) return "stream";
  return from.some((each) => /^[a-z][a-z\d+.-]*:\/\//i.test(each)) ? undefined : "logs";
}

function targetOf(into: string): TargetKind | undefined {
  if (/^postgres(?:ql)?:\/\//.test(into)) return "postgres";
  return /^[a-z][a-z\d+.-]*:\/\//i.test(into) ? undefined : "lake";
}

/** A URL may hold a password. */
function shown(text: string): string {
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\//i.exec(text) ?? [];
  return JSON.stringify(scheme === undefined ? printable(text) : `${scheme}://…`);
}
