const firstCapacity = 64 * 1024;
/** Shorter pieces are copied in a loop, which is faster than a call to the engine. */
const maxLoopLength = 48;

/** A growing buffer of bytes. */
export class ByteList {
  length = 0;
  #bytes = new Uint8Array(0);

  /** Adds the bytes from `start` up to `end`. */
  append(from: Uint8Array, start = 0, end: number = from.length): void {
    const offset = this.length;
    const length = offset + end - start;
    if (length > this.#bytes.length) this.#grow(length);
    const bytes = this.#bytes;
    if (end - start > maxLoopLength) bytes.set(from.subarray(start, end), offset);
    else for (let at = start, to = offset; at < end; at++, to++) bytes[to] = from[at] as number;
    this.length = length;
  }

  /** Returns the bytes and starts over. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  #grow(length: number): void {
    const grown = new Uint8Array(Math.max(firstCapacity, 2 * this.#bytes.length, length));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
