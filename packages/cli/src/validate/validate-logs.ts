import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Catalogue, Contract } from "@metric-events/core/runtime";
import type { Context } from "../context.js";
import { printable } from "../format/printable.js";
import { Progress } from "../format/progress.js";
import { formatBytes } from "../format/quantity.js";
import { diagnose } from "../log/diagnose.js";
import { judge } from "../log/judge.js";
import type { Line } from "../log/line.js";
import { readLines, stdinName } from "../log/read-lines.js";
import { SourceError } from "../log/source-error.js";
import type { Reporter } from "./reporter.js";
import { Tally } from "./tally.js";

export interface ValidateJob {
  readonly catalogue: Catalogue;
  readonly contract: Contract;
  readonly reporter: Reporter;
  readonly context: Context;
  /** What to do about a log that cannot be read, to be appended. */
  readonly hint: string;
}

/**
 * Judges the lines of logs one after the other. A log that cannot be read is reported, and the next is read. `isComplete` is
 * false when one could not be read although nothing is wrong with what it holds.
 */
export async function validateLogs(
  paths: readonly string[],
  job: ValidateJob,
): Promise<{ tally: Tally; isComplete: boolean }> {
  const { context, reporter } = job;
  const tally = new Tally();
  const progress = new Progress(context);
  let isComplete = true;
  for (const path of paths) {
    tally.files++;
    const file = path === stdinName ? "<stdin>" : path;
    const log = new LogValidation(file, job, tally, progress);
    try {
      await log.run(path);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      tally.unread++;
      await progress.clear();
      await reporter.source({ file, code: error.code, message: error.message, lastLine: log.lastLine });
      if (error.code !== "unreadable") continue;
      isComplete = false;
      await context.stdout.flush();
      await context.stderr.print(`metric-events: cannot read ${printable(file)}: ${error.message}${job.hint}\n`);
    }
  }
  await progress.clear();
  return { tally, isComplete };
}

class LogValidation {
  /** The last line that was judged, or 0. */
  lastLine = 0;
  readonly #file: string;
  readonly #job: ValidateJob;
  readonly #tally: Tally;
  readonly #progress: Progress;

  constructor(file: string, job: ValidateJob, tally: Tally, progress: Progress) {
    this.#file = file;
    this.#job = job;
    this.#tally = tally;
    this.#progress = progress;
  }

  async run(path: string): Promise<void> {
    const { context } = this.#job;
    let bytes = 0;
    const size = path === stdinName ? undefined : await sizeOf(resolve(context.cwd, path));
    const groups = readLines(path, context, { onProgress: (read) => void (bytes = read) });
    for await (const lines of groups) {
      for (const line of lines) {
        const report = this.#judge(line);
        if (report !== undefined) await report;
      }
      await this.#progress.show(() => `${printable(this.#file)}: ${progressText(bytes, size)}`);
    }
  }

  /** A promise only for a bad line: good ones, which are many, are not waited for. */
  #judge(line: Line): Promise<void> | undefined {
    const { catalogue, contract } = this.#job;
    this.lastLine = line.number;
    const judged = judge(line, catalogue, contract);
    if (judged === undefined) return undefined;
    if (!judged.isValid)
      return diagnose(judged, catalogue, contract).then((diagnosis) => this.#report(line, diagnosis));
    this.#tally.countValid(judged.event.event);
    return undefined;
  }

  async #report(line: Line, diagnosis: Awaited<ReturnType<typeof diagnose>>): Promise<void> {
    this.#tally.countBad(diagnosis);
    await this.#progress.clear();
    await this.#job.reporter.badLine({ file: this.#file, line: line.number, ...diagnosis });
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  return size > 0 ? size : undefined;
}

function progressText(bytes: number, size: number | undefined): string {
  if (size === undefined) return formatBytes(bytes);
  return `${formatBytes(bytes)} of ${formatBytes(size)} (${Math.min(100, Math.floor((bytes / size) * 100))} %)`;
}
