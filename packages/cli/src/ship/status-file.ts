import { realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileIdentity, isFileOfLog } from "@metric-events/reader";
import type { ShipCounts } from "@metric-events/ship";
import { readTextFile, replaceFile, systemReason } from "@metric-events/system";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { checkWritable } from "../metrics/metrics-files.js";

/** What a status file says besides the counts. */
interface StatusSubject {
  readonly host: string;
  readonly to: string;
  readonly logs: readonly string[];
}

const everyMs = 1000;
const maxBytes = 1024 * 1024;

/**
 * Refuses a status file that could not be replaced, or must not be, before anything is shipped.
 *
 * @throws {UsageError} for a file that holds something else, and for a log or what is rotated away from it, which would be shipped.
 * @throws {EnvironmentError} for a file that cannot be read or written.
 */
export async function checkStatusFile(
  name: string,
  logs: readonly string[],
  { cwd }: Pick<Context, "cwd">,
): Promise<void> {
  const path = resolve(cwd, name);
  for (const log of logs) {
    if (!(await isOfLog(path, resolve(cwd, log)))) continue;
    const what = log === name ? "the log to read" : `a file of the log ${log}`;
    throw new UsageError(`--status-file: ${name} is ${what}; name another file`);
  }
  await checkWritable(path, `the status file ${name}`);
  if ((await fileIdentity(path)) === undefined || isStatus(contentOf(path, name))) return;
  throw new UsageError(
    `--status-file: ${name} holds something else than the status of metric-events; name another file, or delete it`,
  );
}

/** Whether a path leads to a file of a log, which may not exist yet. */
async function isOfLog(path: string, log: string): Promise<boolean> {
  const [file, logFile] = [await fileIdentity(path), await fileIdentity(log)];
  if (file !== undefined && file === logFile) return true;
  const [place, logPlace] = [await placeOf(path), await placeOf(log)];
  return dirname(place) === dirname(logPlace) && isFileOfLog(basename(place), basename(logPlace));
}

/** A path without links in its folders. */
async function placeOf(path: string): Promise<string> {
  const folder = dirname(path);
  return join(await realpath(folder).catch(() => folder), basename(path));
}

function contentOf(path: string, name: string): string {
  try {
    return readTextFile(path, maxBytes);
  } catch (cause) {
    throw new EnvironmentError(`cannot use the status file ${name}: ${systemReason(cause)}`, { cause });
  }
}

/** An empty file can be replaced as well. */
function isStatus(text: string): boolean {
  return text === "" || (/^\{"host":"[^\n]*\}\n$/.test(text) && text.includes('"isRunning":'));
}

/** A file that says how far shipping is, for who watches it: replaced as a whole, at most once a second. */
export class StatusFile {
  readonly #name: string;
  readonly #subject: StatusSubject;
  readonly #context: Pick<Context, "cwd" | "now">;
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(name: string, subject: StatusSubject, context: Pick<Context, "cwd" | "now">) {
    this.#name = name;
    this.#subject = subject;
    this.#context = context;
  }

  /** Writes it, if the last time is long enough ago. */
  readonly update = (counts: ShipCounts): void => {
    if (performance.now() - this.#writtenAt >= everyMs) this.#write(counts, true);
  };

  finish(counts: ShipCounts): void {
    this.#write(counts, false);
  }

  #write(counts: ShipCounts, isRunning: boolean): void {
    this.#writtenAt = performance.now();
    const time = new Date(this.#context.now()).toISOString();
    const text = `${JSON.stringify({ ...this.#subject, time, isRunning, ...counts })}\n`;
    try {
      replaceFile(resolve(this.#context.cwd, this.#name), text);
    } catch (cause) {
      throw new EnvironmentError(`cannot write the status file ${this.#name}: ${systemReason(cause)}`, { cause });
    }
  }
}
