import { maxLineBytes } from "../line/line.js";

const newline = 0x0a;
/** Larger chunks are cut into pieces: one thread judges what becomes one batch. */
const maxPieceBytes = 512 * 1024;

/** Whole lines of a log that are judged together, or one line over the limit. */
export type Batch = LinesBatch | TooLongBatch;

export interface LinesBatch {
  readonly kind: "lines";
  /** The bytes in parts; valid until the next batch is asked for. */
  readonly parts: readonly Uint8Array[];
  /** Whether the log begins here: its first line may have a byte order mark. */
  readonly isStart: boolean;
  /** Whether the last line has its newline. Only the last batch of a log can lack it. */
  readonly isTerminated: boolean;
}

interface TooLongBatch {
  readonly kind: "too-long";
  readonly byteLength: number;
  readonly isTerminated: boolean;
}

/** Cuts a stream of bytes at the ends of lines. Holds at most one line, and no more than `maxBytes` of it. */
export class BatchCutter {
  readonly #maxBytes: number;
  #isStart: boolean;
  /** Parts of the line whose end has not come yet. Empty once the line is over the limit. */
  #held: Uint8Array[] = [];
  #heldBytes = 0;

  /** @param isStart whether the log begins with the first chunk. */
  constructor(maxBytes: number = maxLineBytes, isStart = true) {
    this.#maxBytes = maxBytes;
    this.#isStart = isStart;
  }

  /** The batches that `chunk` completes. Use each before you take the next; then the chunk may be overwritten. */
  *push(chunk: Uint8Array): Generator<Batch> {
    for (let start = 0; start < chunk.length; start += maxPieceBytes) {
      yield* this.#cut(chunk.subarray(start, start + maxPieceBytes));
    }
  }

  /** The last line, if it has no newline. */
  *end(): Generator<Batch> {
    if (this.#heldBytes > 0) yield this.#isOver() ? this.#releaseTooLong(false) : this.#release([], false);
  }

  *#cut(piece: Uint8Array): Generator<Batch> {
    const end = piece.lastIndexOf(newline) + 1;
    if (end === 0) {
      this.#hold(piece);
      return;
    }
    let start = 0;
    const firstEnd = this.#heldBytes === 0 ? 0 : piece.indexOf(newline);
    if (this.#heldBytes + firstEnd > this.#maxBytes) {
      this.#heldBytes += firstEnd;
      yield this.#releaseTooLong(true);
      start = firstEnd + 1;
    }
    if (start < end) yield this.#release([piece.subarray(start, end)], true);
    this.#hold(piece.subarray(end));
  }

  #hold(bytes: Uint8Array): void {
    this.#heldBytes += bytes.length;
    if (this.#isOver()) this.#held = [];
    else if (bytes.length > 0) this.#held.push(new Uint8Array(bytes));
  }

  #isOver(): boolean {
    return this.#heldBytes > this.#maxBytes;
  }

  #release(more: readonly Uint8Array[], isTerminated: boolean): Batch {
    const parts = [...this.#held, ...more];
    const isStart = this.#isStart;
    this.#reset();
    return { kind: "lines", parts, isStart, isTerminated };
  }

  #releaseTooLong(isTerminated: boolean): Batch {
    const byteLength = this.#heldBytes;
    this.#reset();
    return { kind: "too-long", byteLength, isTerminated };
  }

  #reset(): void {
    this.#isStart = false;
    this.#held = [];
    this.#heldBytes = 0;
  }
}

/**
 * The lines of a log in batches. Use each before you take the next.
 *
 * @param isStart whether the log begins with the first chunk.
 */
export async function* cutBatches(chunks: AsyncIterable<Uint8Array>, isStart = true): AsyncGenerator<Batch> {
  const cutter = new BatchCutter(maxLineBytes, isStart);
  for await (const chunk of chunks) yield* cutter.push(chunk);
  yield* cutter.end();
}
