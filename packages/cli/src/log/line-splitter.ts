import { isUtf8 } from "node:buffer";
import { type Line, maxLineBytes } from "./line.js";

const newline = 0x0a;
const byteOrderMark = 0xfeff;

/** Cuts a stream of bytes into lines. Holds at most one line, and of that no more than `maxBytes`. */
export class LineSplitter {
  readonly #maxBytes: number;
  #number = 0;
  /** Parts of the line whose end has not come yet; none once it is over the limit. */
  #held: Buffer[] = [];
  #heldBytes = 0;

  constructor(maxBytes: number = maxLineBytes) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that `chunk` completes. They must be taken before the next call; the chunk may be overwritten after that. */
  *push(chunk: Uint8Array): Generator<Line> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const first = bytes.indexOf(newline);
    if (first === -1) {
      this.#hold(bytes);
      return;
    }
    let start = 0;
    if (this.#heldBytes > 0) {
      this.#hold(bytes.subarray(0, first));
      yield this.#release(true);
      start = first + 1;
    }
    const end = bytes.lastIndexOf(newline) + 1;
    if (start < end) yield* this.#complete(bytes.subarray(start, end));
    this.#hold(bytes.subarray(end));
  }

  /** The last line, when it has no newline. */
  *end(): Generator<Line> {
    if (this.#heldBytes > 0) yield this.#release(false);
  }

  /** Decoding many lines at once and slicing the text is several times faster than decoding each. */
  *#complete(bytes: Buffer): Generator<Line> {
    if (bytes.length > this.#maxBytes || !isUtf8(bytes)) {
      for (let start = 0; start < bytes.length; ) {
        const end = bytes.indexOf(newline, start);
        yield this.#line(bytes.subarray(start, end), true);
        start = end + 1;
      }
      return;
    }
    const text = bytes.toString();
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf("\n", start);
      yield this.#textLine(text.slice(start, end), true);
      start = end + 1;
    }
  }

  #hold(bytes: Buffer): void {
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > this.#maxBytes) this.#held = [];
    else if (bytes.length > 0) this.#held.push(Buffer.from(bytes));
  }

  #release(isTerminated: boolean): Line {
    const byteLength = this.#heldBytes;
    const parts = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    if (byteLength > this.#maxBytes) return { kind: "too-long", number: ++this.#number, byteLength, isTerminated };
    return this.#line(Buffer.concat(parts), isTerminated);
  }

  #line(bytes: Buffer, isTerminated: boolean): Line {
    if (bytes.length > this.#maxBytes) {
      return { kind: "too-long", number: ++this.#number, byteLength: bytes.length, isTerminated };
    }
    if (isUtf8(bytes)) return this.#textLine(bytes.toString(), isTerminated);
    return { kind: "not-utf8", number: ++this.#number, bytes: Buffer.from(bytes), isTerminated };
  }

  #textLine(text: string, isTerminated: boolean): Line {
    const number = ++this.#number;
    if (number === 1 && text.charCodeAt(0) === byteOrderMark) {
      return { kind: "text", number, text: text.slice(1), startColumn: 4, isTerminated };
    }
    return { kind: "text", number, text, startColumn: 1, isTerminated };
  }
}
