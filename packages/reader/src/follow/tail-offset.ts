import type { FileHandle } from "node:fs/promises";
import { type Line, maxLineBytes } from "../line/line.js";
import { LineSplitter } from "../read/line-splitter.js";

const blockBytes = 64 * 1024;
const newline = 0x0a;

export interface TailSearch {
  /** How many lines are wanted. */
  readonly count: number;
  /** Which lines count. */
  readonly isWanted: (line: Line) => boolean;
  /** Whether the last line counts when its newline has not come yet. */
  readonly countsUnterminated: boolean;
}

/**
 * Offset at which the last wanted lines of a file begin. Reads backwards, block by block, and no further than it must, so the size
 * of the file does not matter.
 */
export async function findTailOffset(
  handle: Pick<FileHandle, "read">,
  size: number,
  search: TailSearch,
): Promise<number> {
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
  /** Whether no newline was seen yet: what is behind the last one is no whole line. */
  #isBehindLast = true;
  /** What is known of the line whose start is looked for, the last part first. Nothing once it is over the limit. */
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(search: TailSearch) {
    this.#search = search;
  }

  /** Takes the block in front of those before; returns the offset when it is in there. */
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
    const counts = this.#bytes > 0 && (!this.#isBehindLast || this.#search.countsUnterminated);
    if (counts && this.#search.isWanted(this.#line())) this.#found++;
    this.#isBehindLast = false;
    this.#parts = [];
    this.#bytes = 0;
  }

  #line(): Line {
    const byteLength = this.#bytes;
    if (byteLength > maxLineBytes) return { kind: "too-long", number: 0, byteLength, isTerminated: true };
    const splitter = new LineSplitter();
    const bytes = Buffer.concat(this.#parts.toReversed());
    const [line] = [...splitter.push(bytes), ...splitter.end()];
    return line as Line;
  }
}
