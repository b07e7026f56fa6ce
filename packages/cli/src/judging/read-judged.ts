import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Context } from "../context.js";
import { printable } from "../format/printable.js";
import { Progress } from "../format/progress.js";
import { formatBytes } from "../format/quantity.js";
import { cutBatches } from "../log/batch.js";
import type { Diagnosis } from "../log/diagnose.js";
import type { LogFile } from "../log/log-family.js";
import { handleChunks, logChunks, stdinName } from "../log/read-lines.js";
import { SourceError, type SourceErrorCode } from "../log/source-error.js";
import type { LogJudge } from "./judge-log.js";
import type { TaskKind, TaskResults } from "./task.js";

export interface BadLineReport extends Diagnosis {
  /** As the user named it. */
  readonly file: string;
  readonly line: number;
  /** The beginning of the line, as far as it is text. */
  readonly text: string;
}

/** A file that could not be read, or not to its end. */
export interface SourceReport {
  readonly file: string;
  readonly code: SourceErrorCode;
  /** What is wrong, in words. */
  readonly message: string;
  /** The last line that was read, or 0. */
  readonly lastLine: number;
}

/** Is told what was found, in the order of the logs and their lines. */
export interface JudgedLogs<Result> {
  /** What the task made of the next `lines` lines of a file, which come after `linesBefore` others. */
  result(result: Result, file: string, linesBefore: number, lines: number): Promise<void> | void;
  badLine(report: BadLineReport): Promise<void> | void;
  source(report: SourceReport): Promise<void> | void;
}

export interface ReadJob<Kind extends TaskKind> {
  readonly judge: LogJudge<Kind>;
  readonly receiver: JudgedLogs<TaskResults[Kind]>;
  readonly context: Context;
  /** What to do about a log that cannot be read, to be appended. */
  readonly hint: string;
}

/**
 * Reads logs one after the other. A log that cannot be read is reported, on standard error too, and the next is read.
 *
 * @returns false when one could not be read although nothing is wrong with what it holds.
 */
export async function readJudged<Kind extends TaskKind>(
  files: readonly LogFile[],
  job: ReadJob<Kind>,
): Promise<boolean> {
  const { context, receiver } = job;
  const progress = new Progress(context);
  let isComplete = true;
  job.judge.expect(await totalSize(files, context));
  for (const { path, handle } of files) {
    const file = path === stdinName ? "<stdin>" : path;
    let lastLine = 0;
    try {
      const size = path === stdinName ? undefined : await sizeOf(resolve(context.cwd, path));
      let bytes = 0;
      const options = { onProgress: (read: number) => void (bytes = read) };
      const chunks = handle === undefined ? logChunks(path, context, options) : handleChunks(handle, options);
      for await (const { bad, end } of job.judge.judge(cutBatches(chunks))) {
        for (const each of bad) {
          await progress.clear();
          await receiver.badLine({ ...each, file, line: lastLine + each.line });
        }
        if (end === undefined) continue;
        await receiver.result(end.result, file, lastLine, end.lines);
        lastLine += end.lines;
        await progress.show(() => `${printable(file)}: ${progressText(bytes, size)}`);
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      await progress.clear();
      await receiver.source({ file, code: error.code, message: error.message, lastLine });
      if (error.code !== "unreadable") continue;
      isComplete = false;
      await context.stdout.flush();
      await context.stderr.print(`metric-events: cannot read ${printable(file)}: ${error.message}${job.hint}\n`);
    }
  }
  await progress.clear();
  return isComplete;
}

/** Bytes of all logs, as far as that is known before they are read. */
export async function totalSize(
  files: readonly Pick<LogFile, "path">[],
  { cwd }: Pick<Context, "cwd">,
): Promise<number> {
  const sizes = await Promise.all(files.map(({ path }) => (path === stdinName ? 0 : sizeOf(resolve(cwd, path)))));
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

async function sizeOf(path: string): Promise<number | undefined> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  return size > 0 ? size : undefined;
}

function progressText(bytes: number, size: number | undefined): string {
  if (size === undefined) return formatBytes(bytes);
  return `${formatBytes(bytes)} of ${formatBytes(size)} (${Math.min(100, Math.floor((bytes / size) * 100))} %)`;
}
