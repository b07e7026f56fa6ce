import { createHash, type Hash } from "node:crypto";

const newline = 0x0a;
/** After this many lines, marks are farther apart. */
const denseMarks = 16;
const markGrowth = 1.5;
/** Characters of a hash: enough to tell 10^9 logs apart. */
const markLength = 16;

/** A place in a log, and the hash of everything before it. */
export interface Prefix {
  readonly bytes: number;
  readonly hash: string;
}

/** What the content of a log is known by. */
export interface LogContent {
  /** All of it. */
  readonly whole: Prefix;
  /** Up to the end of its last whole line. */
  readonly lines: Prefix;
  /** Prefixes that end with some of its lines: each of the first ones, then fewer and fewer. Logs that begin alike have equal ones. */
  readonly marks: readonly Prefix[];
  /** Ends of lines at which the log may be divided, about `pieceBytes` apart. */
  readonly cuts: readonly Prefix[];
  /** The asked places at which the log has the asked hash. */
  readonly matches: readonly Prefix[];
}

/** Hashes a log while it is read once. */
export class PrefixHasher {
  readonly #hash: Hash = createHash("sha256");
  readonly #pieceBytes: number;
  /** Prefixes of known logs, the shortest first. */
  readonly #asked: readonly Prefix[];
  #nextAsked = 0;
  #bytes = 0;
  /** The next mark is the first line end from here on, and the next cut too. */
  #nextMark = 1;
  #nextCut: number;
  #lines: { readonly bytes: number; readonly hash: Hash } = { bytes: 0, hash: createHash("sha256") };
  readonly #marks: Prefix[] = [];
  readonly #cuts: Prefix[] = [];
  readonly #matches: Prefix[] = [];

  constructor(asked: readonly Prefix[], pieceBytes: number) {
    this.#asked = asked.toSorted((left, right) => left.bytes - right.bytes);
    this.#pieceBytes = pieceBytes;
    this.#nextCut = pieceBytes;
  }

  add(chunk: Uint8Array): void {
    let from = 0;
    while (from < chunk.length) {
      const to = Math.min(chunk.length, this.#stopAfter(chunk, from) - this.#bytes + from);
      this.#hash.update(chunk.subarray(from, to));
      this.#bytes += to - from;
      from = to;
      this.#look(chunk[to - 1] === newline);
    }
  }

  finish(): LogContent {
    const lines = { bytes: this.#lines.bytes, hash: this.#lines.hash.copy().digest("hex") };
    const whole = { bytes: this.#bytes, hash: this.#digest() };
    return { whole, lines, marks: this.#marks, cuts: this.#cuts, matches: this.#matches };
  }

  /** The next place to look at: an asked place, the line end of a mark or a cut, the last line end of the chunk, or its end. */
  #stopAfter(chunk: Uint8Array, from: number): number {
    const placeOf = (index: number): number =>
      index < from ? Number.POSITIVE_INFINITY : this.#bytes + index + 1 - from;
    const lineEndFrom = (place: number): number => {
      const index = Math.max(from, from + place - 1 - this.#bytes);
      return index < chunk.length ? placeOf(chunk.indexOf(newline, index)) : Number.POSITIVE_INFINITY;
    };
    return Math.min(
      this.#asked[this.#nextAsked]?.bytes ?? Number.POSITIVE_INFINITY,
      lineEndFrom(Math.min(this.#nextMark, this.#nextCut)),
      placeOf(chunk.lastIndexOf(newline)),
      this.#bytes + chunk.length - from,
    );
  }

  #look(isLineEnd: boolean): void {
    if (isLineEnd) this.#lines = { bytes: this.#bytes, hash: this.#hash.copy() };
    if (isLineEnd && this.#bytes >= this.#nextMark) {
      this.#marks.push({ bytes: this.#bytes, hash: this.#digest().slice(0, markLength) });
      this.#nextMark = this.#marks.length < denseMarks ? this.#bytes + 1 : Math.ceil(this.#bytes * markGrowth);
    }
    if (isLineEnd && this.#bytes >= this.#nextCut) {
      this.#cuts.push({ bytes: this.#bytes, hash: this.#digest() });
      this.#nextCut = this.#bytes + this.#pieceBytes;
    }
    for (let next = this.#asked[this.#nextAsked]; next?.bytes === this.#bytes; next = this.#asked[++this.#nextAsked]) {
      if (next.hash === this.#digest()) this.#matches.push(next);
    }
  }

  #digest(): string {
    return this.#hash.copy().digest("hex");
  }
}

/** The marks of the first `bytes` bytes. */
export function marksWithin(marks: readonly Prefix[], bytes: number): readonly Prefix[] {
  return marks.filter((mark) => mark.bytes <= bytes);
}

/** Whether a log with the one marks may begin with one that has the others. */
export function startsWithMarks(marks: readonly Prefix[], start: readonly Prefix[]): boolean {
  return start.every(({ bytes, hash }, index) => marks[index]?.bytes === bytes && marks[index].hash === hash);
}
