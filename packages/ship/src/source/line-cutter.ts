const newline = 0x0a;

/** Whole lines in a row. */
export interface CutLines {
  readonly bytes: Uint8Array;
  readonly lineCount: number;
  /** Bytes of the file that they stand for. */
  readonly length: number;
  /** Whether it is one line of which these are the first bytes. */
  readonly isCut: boolean;
}

export interface CutLimits {
  readonly maxLines: number;
  /** Of several lines. */
  readonly maxBytes: number;
  /** Of one line; a longer one is cut. */
  readonly maxLineBytes: number;
}

/** Cuts the bytes of a file into blocks of whole lines. Holds a block and the beginning of a line. */
export class LineCutter {
  readonly #limits: CutLimits;
  /** Bytes that are not in a block yet. */
  #held: Buffer = Buffer.alloc(0);
  /** Up to where `held` is whole lines, and how many. */
  #end = 0;
  #lines = 0;
  /** Up to where no newline was found. */
  #searched = 0;
  /** Bytes of a line over the limit that were dropped, after those that are held. */
  #dropped = 0;

  constructor(limits: CutLimits) {
    this.#limits = limits;
  }

  /** Whether there are whole lines that are in no block yet. */
  get hasLines(): boolean {
    return this.#lines > 0;
  }

  /** Whether there is a beginning of a line. */
  get hasRest(): boolean {
    return this.#held.length > this.#end;
  }

  /** The blocks that are full; the bytes may be overwritten afterwards. */
  *push(chunk: Uint8Array): Generator<CutLines> {
    let rest = chunk;
    if (this.#dropped > 0) {
      const end = chunk.indexOf(newline);
      this.#dropped += end === -1 ? chunk.length : end + 1;
      if (end === -1) return;
      yield this.#cutLine();
      rest = chunk.subarray(end + 1);
    }
    this.#held = Buffer.concat([this.#held, rest]);
    const { maxLines, maxBytes } = this.#limits;
    for (;;) {
      const at = this.#held.indexOf(newline, this.#searched);
      if (at === -1) break;
      if (this.#lines > 0 && at + 1 > maxBytes) yield this.#takeLines();
      const end = this.#held.indexOf(newline, this.#searched) + 1;
      this.#searched = end;
      if (end > this.#limits.maxLineBytes && this.#lines === 0) {
        yield this.#takeLong(end);
        continue;
      }
      this.#end = end;
      this.#lines++;
      if (this.#lines >= maxLines || end >= maxBytes) yield this.#takeLines();
    }
    this.#searched = this.#held.length;
    if (this.#held.length - this.#end > this.#limits.maxLineBytes) {
      if (this.#lines > 0) yield this.#takeLines();
      this.#dropped = this.#held.length - this.#limits.maxLineBytes;
      this.#held = this.#held.subarray(0, this.#limits.maxLineBytes);
      this.#searched = this.#held.length;
    }
  }

  /** The whole lines that are there, though the block is not full. */
  *flush(): Generator<CutLines> {
    if (this.#lines > 0) yield this.#takeLines();
  }

  /** The last line, which has no newline. */
  *end(): Generator<CutLines> {
    yield* this.flush();
    if (this.#dropped > 0) yield this.#cutLine();
    else if (this.#held.length > 0) {
      const bytes = this.#held;
      this.#held = Buffer.alloc(0);
      this.#searched = 0;
      yield { bytes, lineCount: 1, length: bytes.length, isCut: false };
    }
  }

  #takeLines(): CutLines {
    const bytes = this.#held.subarray(0, this.#end);
    const lineCount = this.#lines;
    this.#drop(this.#end);
    return { bytes, lineCount, length: bytes.length, isCut: false };
  }

  #takeLong(end: number): CutLines {
    const bytes = this.#held.subarray(0, this.#limits.maxLineBytes);
    this.#drop(end);
    return { bytes, lineCount: 1, length: end, isCut: true };
  }

  #cutLine(): CutLines {
    const bytes = this.#held;
    const length = bytes.length + this.#dropped;
    this.#dropped = 0;
    this.#drop(bytes.length);
    return { bytes, lineCount: 1, length, isCut: true };
  }

  #drop(count: number): void {
    this.#held = this.#held.subarray(count);
    this.#searched = Math.max(0, this.#searched - count);
    this.#end = 0;
    this.#lines = 0;
  }
}
