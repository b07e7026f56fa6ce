import { type LogLine, maxLineBytes } from "../line/line.js";
import { type Batch, BatchCutter } from "./batch.js";
import { linesOf } from "./lines-of.js";

/** Cuts a stream of bytes into lines. Holds at most one line, and no more than `maxBytes` of it. */
export class LineSplitter {
  readonly #maxBytes: number;
  readonly #cutter: BatchCutter;
  #number = 0;

  constructor(maxBytes: number = maxLineBytes) {
    this.#maxBytes = maxBytes;
    this.#cutter = new BatchCutter(maxBytes);
  }

  /** The lines that `chunk` completes. Take them before the next call; then the chunk may be overwritten. */
  *push(chunk: Uint8Array): Generator<LogLine> {
    for (const batch of this.#cutter.push(chunk)) yield* this.#lines(batch);
  }

  /** The last line, if it has no newline. */
  *end(): Generator<LogLine> {
    for (const batch of this.#cutter.end()) yield* this.#lines(batch);
  }

  *#lines(batch: Batch): Generator<LogLine> {
    for (const line of linesOf(batch, this.#number, this.#maxBytes)) {
      this.#number = line.number;
      yield line;
    }
  }
}
