import { readdirSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import type { ReportOptions } from "@metric-events/report";
import { statPath } from "@metric-events/system";
import { parseSpan } from "@metric-events/text";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { isExported } from "../lake/lake-of.js";

type Span = Pick<ReportOptions, "since" | "until">;

/** What a report is compared with: the same logs at another time, or other logs. */
export type Against =
  | { readonly kind: "time"; readonly now: Required<Span>; readonly former: Required<Span> }
  | { readonly kind: "logs"; readonly paths: readonly string[] };

/**
 * What `--against` means. `-7d` is the time of the report, 7 days earlier; without `--since`, the time of the report is as long as that.
 *
 * @param now Unix time in seconds.
 * @throws {UsageError} for standard input, which cannot be read twice.
 */
export function againstOf(
  text: string,
  { since, until = Number.NaN }: Span,
  files: readonly string[],
  now: number,
  { cwd }: Pick<Context, "cwd">,
): Against {
  const shift = text.startsWith("-") ? parseSpan(text.slice(1)) : undefined;
  if (shift === undefined) {
    if (text.startsWith("-")) {
      throw new UsageError(
        `--against: expected a time such as -7d, a folder or a log, received ${JSON.stringify(text)}`,
      );
    }
    return { kind: "logs", paths: logsIn(text, cwd) };
  }
  if (files.includes("-")) throw new UsageError("--against: standard input cannot be read twice; name logs");
  const end = Number.isNaN(until) ? now : until;
  const begin = since ?? end - shift;
  return {
    kind: "time",
    now: { since: begin, until: end },
    former: { since: begin - shift, until: end - shift },
  };
}

/** The files of a folder, at any depth, but for what export wrote there; or the log. */
function logsIn(path: string, cwd: string): readonly string[] {
  const full = resolve(cwd, path);
  // What export wrote is opened as a whole.
  if (statPath(full)?.isDirectory() !== true || isExported(full)) return [path];
  const exported = readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(isExported);
  const files = readdirSync(full, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !exported.some((folder) => `${entry.parentPath}${sep}`.startsWith(`${folder}${sep}`)),
  );
  if (files.length === 0) throw new EnvironmentError(`--against: the folder ${path} has no logs`);
  return files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
}
