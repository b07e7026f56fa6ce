/** Bytes that come in chunks, taken in pieces of any size. A piece is valid until the next one is asked for. */
export class PulledBytes {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  /** How much of the chunk was taken. */
  #taken = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** At least one byte, and at most `maxBytes`; none at the end. */
  async some(maxBytes: number): Promise<Uint8Array> {
    while (this.#taken === this.#chunk.length) {
      const next = await this.#chunks.next();
      if (next.done === true) return new Uint8Array(0);
      this.#chunk = next.value;
      this.#taken = 0;
    }
    const piece = this.#chunk.subarray(this.#taken, this.#taken + maxBytes);
    this.#taken += piece.length;
    return piece;
  }

  /** A copy of this many bytes; fewer at the end. */
  async exactly(length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const piece = await this.some(length - filled);
      if (piece.length === 0) break;
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes.subarray(0, filled);
  }

  /** Gives back this many bytes at the end of the last piece. */
  giveBack(count: number): void {
    this.#taken -= count;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
