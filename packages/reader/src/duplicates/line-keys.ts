import { LineHash } from "./line-hash.js";

const firstCapacity = 1024;
const words = 5;

/** The lines of a batch whose events were taken, with what tells them from others. In one buffer, which moves between threads. */
export interface LineKeys {
  readonly length: number;
  /** Unix time in seconds. */
  readonly times: Float64Array<ArrayBuffer>;
  /** Line numbers from 1 within the batch, then the low halves of the hashes, then the high halves. */
  readonly integers: Int32Array<ArrayBuffer>;
}

/** Gathers the keys of the lines of a batch. */
export class LineKeysBuilder {
  readonly #hash = new LineHash();
  readonly #encoder = new TextEncoder();
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #length = 0;
  #times = new Float64Array(firstCapacity);
  #lines = new Int32Array(firstCapacity);
  #lows = new Int32Array(firstCapacity);
  #highs = new Int32Array(firstCapacity);

  /** Adds a line that is bytes from `start` up to `end`, without its newline. */
  addBytes(bytes: Uint8Array, start: number, end: number, line: number, time: number): void {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.#hash.take(bytes, this.#view, start, end);
    if (this.#length === this.#times.length) this.#grow();
    const row = this.#length++;
    this.#times[row] = time;
    this.#lines[row] = line;
    this.#lows[row] = this.#hash.low;
    this.#highs[row] = this.#hash.high;
  }

  /** Adds a line that is a text. */
  addText(text: string, line: number, time: number): void {
    const bytes = this.#encoder.encode(text);
    this.addBytes(bytes, 0, bytes.length, line, time);
  }

  /** The keys so far, in the order of the lines. */
  take(): LineKeys {
    const length = this.#length;
    const buffer = new ArrayBuffer(length * 4 * words);
    const times = new Float64Array(buffer, 0, length);
    const integers = new Int32Array(buffer, times.byteLength, 3 * length);
    times.set(this.#times.subarray(0, length));
    [this.#lines, this.#lows, this.#highs].forEach((column, index) =>
      integers.set(column.subarray(0, length), index * length),
    );
    this.#length = 0;
    // The bytes of the batch are another's.
    this.#bytes = new Uint8Array(0);
    return { length, times, integers };
  }

  #grow(): void {
    const capacity = 2 * this.#length;
    const times = new Float64Array(capacity);
    times.set(this.#times);
    this.#times = times;
    [this.#lines, this.#lows, this.#highs] = [this.#lines, this.#lows, this.#highs].map((column) => {
      const grown = new Int32Array(capacity);
      grown.set(column);
      return grown;
    }) as [Int32Array<ArrayBuffer>, Int32Array<ArrayBuffer>, Int32Array<ArrayBuffer>];
  }
}
