import type { FileHandle } from "node:fs/promises";
import { type LogLine, maxLineBytes } from "../line/line.js";
import { LineSplitter } from "../read/line-splitter.js";

const blockBytes = 64 * 1024;
const newline = 0x0a;

interface TailSearch {
  /** How many lines are wanted; `Infinity` for all. */
  readonly count: number;
  /** Which lines count. */
  readonly isWanted: (line: LogLine) => boolean;
  /** Whether the last line counts when its newline has not come yet. */
  readonly countsUnterminated: boolean;
}

/** Offset at which the last wanted lines of a file begin. Reads backwards and no further than needed: the file may be of any size. */
export async function findTailOffset(
  handle: Pick<FileHandle, "read">,
  size: number,
  search: TailSearch,
): Promise<number> {
  if (search.count === Number.POSITIVE_INFINITY) return 0;
  const finder = new BackwardFinder(search);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - blockBytes);
    const block = Buffer.allocUnsafe(end - start);
    const { bytesRead } = await handle.read(block, 0, block.length, start);
    if (bytesRead < block.length) return start;
    const found = finder.look(block, start);
    if (found !== undefined) return found;
    end = start;
  }
  return 0;
}

class BackwardFinder {
  readonly #search: TailSearch;
  #found = 0;
  /** Whether no newline was seen yet: what follows the last one is not a whole line. */
  #isAfterLast = true;
  /** Parts of the line whose start is not found yet, the last part first. Empty once the line is over the limit. */
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(search: TailSearch) {
    this.#search = search;
  }

  /** Takes blocks from the last to the first; returns the offset when the block contains it. */
  look(block: Buffer, blockStart: number): number | undefined {
    let end = block.length;
    while (end > 0) {
      const at = block.lastIndexOf(newline, end - 1);
      if (at === -1) break;
      this.#hold(block.subarray(at + 1, end));
      this.#completeLine();
      if (this.#found >= this.#search.count) return blockStart + at + 1;
      end = at;
    }
    this.#hold(block.subarray(0, end));
    return undefined;
  }

  #hold(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > maxLineBytes) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #completeLine(): void {
    const counts = this.#bytes > 0 && (!this.#isAfterLast || this.#search.countsUnterminated);
    if (counts && this.#search.isWanted(this.#line())) this.#found++;
    this.#isAfterLast = false;
    this.#parts = [];
    this.#bytes = 0;
  }

  #line(): LogLine {
    const byteLength = this.#bytes;
    if (byteLength > maxLineBytes) return { kind: "too-long", number: 0, byteLength, isTerminated: true };
    const splitter = new LineSplitter();
    const bytes = Buffer.concat(this.#parts.toReversed());
    const [line] = [...splitter.push(bytes), ...splitter.end()];
    return line as LogLine;
  }
}
