import { hostname } from "node:os";
import { LogError } from "@metric-events/reader";
import type { ShipCounts } from "@metric-events/ship";
import { count } from "@metric-events/text";
import type { Context } from "../context.js";
import { EnvironmentError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { defaultLogHint, defaultLogPath } from "../log/default-path.js";
import { loadCatalogue } from "../schemas/load-catalogue.js";
import { ending, sayNotice } from "./ending.js";
import { checkStatusFile, StatusFile } from "./status-file.js";

export interface ShipFlags {
  readonly to: string;
  readonly once?: boolean;
  readonly host?: string;
  readonly statusFile?: string;
}

/** What the work is called. */
interface ShipWords {
  /** What was done to lines. */
  readonly done: string;
}

/** Ships logs until it is interrupted, or to their ends. */
export async function ship(
  named: readonly string[],
  { to, once = false, host = hostname(), statusFile }: ShipFlags,
  schemasDir: string | undefined,
  context: Context,
  words: ShipWords = { done: "shipped" },
): Promise<ExitCode> {
  const signal = context.interruption();
  const { shipLogs } = await import("@metric-events/ship");
  const catalogue = await loadCatalogue(schemasDir, context);
  const { cwd, env } = context;
  const logs = named.length === 0 ? [await defaultLogPath(context)] : named;
  if (statusFile !== undefined) await checkStatusFile(statusFile, logs, context);
  const subject = { host, to: withoutSecrets(to), logs };
  const status = statusFile === undefined ? undefined : new StatusFile(statusFile, subject, context);
  const onNotice = sayNotice(context);
  let counts: ShipCounts;
  try {
    const onProgress = status?.update;
    counts = await shipLogs({ logs, to, host, catalogue, signal, once, cwd, env, onNotice, onProgress });
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    const hint = named.length === 0 ? defaultLogHint : "";
    throw new EnvironmentError(`${error.message}${hint}`, { cause: error });
  }
  status?.finish(counts);
  await context.stdout.print(`${summaryOf(counts, words)}\n`);
  if (signal.aborted) return ending(signal);
  return counts.refused === 0 ? exitCodes.ok : exitCodes.found;
}

/** A status file is for everyone to read, and what follows the address may be a secret, too. */
function withoutSecrets(url: string): string {
  const [address = ""] = url.split(/[?#]/, 1);
  const shown = address.replace(/^([a-z+]+:\/\/[^@:/?#]*):[^@/?#]*@/, "$1:…@");
  return address === url ? shown : `${shown}?…`;
}

function summaryOf(counts: ShipCounts, { done }: ShipWords): string {
  const { lines, badLines, blocks, retries, duplicates, refused } = counts;
  const bad = badLines === 0 ? "" : ` (${count(badLines, "bad line")} among them)`;
  const tried = retries === 0 ? "" : `, ${count(retries, "retry", "retries")}`;
  const known = duplicates === 0 ? "" : `, ${count(duplicates, "block")} already there`;
  const lost = refused === 0 ? "" : `, ${count(refused, "line")} refused`;
  return `${count(lines, "line")}${bad} ${done} in ${count(blocks, "block")}${tried}${known}${lost}`;
}
