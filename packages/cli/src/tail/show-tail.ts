import type { FileHandle } from "node:fs/promises";
import { resolve } from "node:path";
import type { Context } from "../context.js";
import { encodingOf } from "../log/decompress.js";
import { fileChunks } from "../log/file-chunks.js";
import type { Line } from "../log/line.js";
import { openLog, readable, readLines, splitLines, stdinName } from "../log/read-lines.js";
import { findTailOffset } from "../log/tail-offset.js";
import type { LinePrinter } from "./printer.js";

/** Prints the last wanted lines of a log. */
export async function showTail(path: string, count: number, printer: LinePrinter, context: Context): Promise<void> {
  if (count === 0) return;
  if (path === stdinName) return printLast(readLines(path, context), count, printer);
  const handle = await openLog(resolve(context.cwd, path));
  try {
    if (await canSeek(handle)) {
      const { size } = await handle.stat();
      const start = await findTailOffset(handle, size, { count, isWanted: printer.isWanted, countsUnterminated: true });
      for await (const lines of splitLines(readable(fileChunks(handle, start))))
        for (const line of lines) await printer.print(line);
      return;
    }
  } finally {
    await handle.close();
  }
  await printLast(readLines(path, context), count, printer);
}

/** Whether it can be read backwards: it is a file, and not compressed. */
async function canSeek(handle: FileHandle): Promise<boolean> {
  if (!(await handle.stat()).isFile()) return false;
  const head = Buffer.alloc(4);
  await handle.read(head, 0, head.length, 0);
  return encodingOf(head) === "plain";
}

/** Reads to the end and holds the last wanted lines. Where the end cannot be read, they are those before it. */
async function printLast(groups: AsyncIterable<Iterable<Line>>, count: number, printer: LinePrinter): Promise<void> {
  let last: Line[] = [];
  try {
    for await (const lines of groups) {
      for (const line of lines) {
        if (!printer.isWanted(line)) continue;
        last.push(line);
        // Cutting now and then costs less than shifting each time.
        if (last.length >= 2 * count) last = last.slice(-count);
      }
    }
  } finally {
    for (const line of last.slice(-count)) await printer.print(line);
  }
}
