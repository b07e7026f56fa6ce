import type { FileHandle } from "node:fs/promises";
import type { LogLine } from "../line/line.js";
import { compressionOf, headBytes } from "../read/compression.js";
import { fileChunks } from "../read/file-chunks.js";
import type { LogFile } from "../read/log-file.js";
import { openFile, readable, readLines, splitLines } from "../read/read-log.js";
import { findTailOffset } from "./tail-offset.js";

export interface LastLinesOptions {
  /** How many lines are wanted; `Infinity` for all. */
  readonly count: number;
  /** Whether a line counts. Default: every line does. */
  readonly isWanted?: (line: LogLine) => boolean;
}

/**
 * The last lines of a log, from the first wanted one on. A plain file is read backwards, no further than needed; anything else from
 * its start. If the end cannot be read, yields the last lines before that place and then throws.
 *
 * @throws {LogError} when it cannot be read, or not to its end.
 */
export async function* lastLines(log: LogFile, options: LastLinesOptions): AsyncGenerator<LogLine> {
  const { count, isWanted = () => true } = options;
  if (count === 0) return;
  if (log.path !== undefined) {
    const handle = log.handle ?? (await openFile(log.path));
    try {
      if (await canSeek(handle)) {
        const { size } = await handle.stat();
        const start = await findTailOffset(handle, size, { count, isWanted, countsUnterminated: true });
        for await (const lines of splitLines(readable(fileChunks(handle, start)))) yield* lines;
        return;
      }
    } finally {
      await handle.close();
    }
  }
  const lines = readLines(log);
  yield* count === Number.POSITIVE_INFINITY ? allOf(lines) : lastOf(lines, count, isWanted);
}

/** Whether a file can be read backwards: it is regular and not compressed. */
async function canSeek(handle: FileHandle): Promise<boolean> {
  if (!(await handle.stat()).isFile()) return false;
  const head = Buffer.alloc(headBytes);
  await handle.read(head, 0, head.length, 0);
  return compressionOf(head) === undefined;
}

async function* allOf(groups: AsyncIterable<Iterable<LogLine>>): AsyncGenerator<LogLine> {
  for await (const lines of groups) yield* lines;
}

async function* lastOf(
  groups: AsyncIterable<Iterable<LogLine>>,
  count: number,
  isWanted: (line: LogLine) => boolean,
): AsyncGenerator<LogLine> {
  let last: LogLine[] = [];
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const lines of groups) {
      for (const line of lines) {
        if (!isWanted(line)) continue;
        last.push(line);
        // Cutting now and then costs less than shifting each time.
        if (last.length >= 2 * count) last = last.slice(-count);
      }
    }
  } catch (error) {
    failure = { error };
  }
  yield* last.slice(-count);
  if (failure !== undefined) throw failure.error;
}
