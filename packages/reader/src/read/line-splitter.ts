import { type Line, maxLineBytes } from "../line/line.js";
import { type Batch, BatchCutter } from "./batch.js";
import { linesOf } from "./lines-of.js";

/** Cuts a stream of bytes into lines, for those who take them one by one. Holds at most one line, and of that no more than `maxBytes`. */
export class LineSplitter {
  readonly #maxBytes: number;
  readonly #cutter: BatchCutter;
  #number = 0;

  constructor(maxBytes: number = maxLineBytes) {
    this.#maxBytes = maxBytes;
    this.#cutter = new BatchCutter(maxBytes);
  }

  /** The lines that `chunk` completes. They must be taken before the next call; the chunk may be overwritten after that. */
  *push(chunk: Uint8Array): Generator<Line> {
    for (const batch of this.#cutter.push(chunk)) yield* this.#lines(batch);
  }

  /** The last line, when it has no newline. */
  *end(): Generator<Line> {
    for (const batch of this.#cutter.end()) yield* this.#lines(batch);
  }

  *#lines(batch: Batch): Generator<Line> {
    for (const line of linesOf(batch, this.#number, this.#maxBytes)) {
      this.#number = line.number;
      yield line;
    }
  }
}
