import type { Catalogue, Event } from "@metric-events/runtime";
import { lineFeed } from "./torn-tail.js";

/** Bytes of memory that are kept for the next lines. More is given back after it was written. */
const keptBytes = 64 * 1024;

/** The place of a line in a buffer, with its line end. */
export interface Line {
  readonly start: number;
  readonly end: number;
}

/**
 * Lines on their way to the log, in memory that is allocated once.
 *
 * The first byte is reserved for a line end, which ends a line that somebody else left torn: the same write ends that line
 * and appends these, without a copy.
 */
export class LineBuffer {
  #bytes: Buffer = Buffer.allocUnsafeSlow(keptBytes);
  #end = 1;
  #isEncoding = false;

  constructor() {
    this.#bytes[0] = lineFeed;
  }

  /** A line end at 0, and the lines from 1 to {@link end}. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  get end(): number {
    return this.#end;
  }

  /** All lines. JSON escapes line ends, so they can be found again and need not be kept. */
  get lines(): Line[] {
    const lines: Line[] = [];
    for (let start = 1; start < this.#end; ) {
      const end = this.#bytes.indexOf(lineFeed, start) + 1;
      lines.push({ start, end });
      start = end;
    }
    return lines;
  }

  /** Bytes of all lines. */
  get length(): number {
    return this.#end - 1;
  }

  /**
   * Appends the event as one line, and returns where it starts.
   *
   * @throws {InvalidEventError} when the event is not valid; then nothing is appended.
   */
  add<E extends Event>(catalogue: Catalogue<E>, event: E): number {
    const isNested = this.#isEncoding;
    // A getter of another event has called this; that event is about to be encoded into the old memory.
    if (isNested) this.#move(this.#bytes.length);
    const bytes = this.#bytes;
    const start = this.#end;
    this.#isEncoding = true;
    try {
      const encoded = catalogue.encode(event, bytes, start);
      if (bytes !== this.#bytes || start !== this.#end) {
        // A getter of the event has logged something through this buffer before the event was encoded.
        return this.#addText(typeof encoded === "string" ? encoded : bytes.toString("utf8", start, encoded));
      }
      if (typeof encoded === "string") return this.#addText(encoded);
      bytes[encoded] = lineFeed;
      this.#end = encoded + 1;
      return start;
    } finally {
      this.#isEncoding = isNested;
    }
  }

  /** Moves the last line of another buffer, which starts there at `start`, to this one, and returns where it starts here. */
  take(other: LineBuffer, start: number): number {
    const text = other.text(start, other.end);
    other.cut(start);
    return this.#addText(text);
  }

  /** Removes everything from an offset on. */
  cut(start: number): void {
    if (start === 1) this.clear();
    else this.#end = start;
  }

  /** The line between two offsets of {@link bytes}, without its line end. */
  text(start: number, end: number): string {
    return this.#bytes.toString("utf8", start, end - 1);
  }

  clear(): void {
    this.#end = 1;
    if (this.#bytes.length === keptBytes) return;
    this.#bytes = Buffer.allocUnsafeSlow(keptBytes);
    this.#bytes[0] = lineFeed;
  }

  #addText(text: string): number {
    const start = this.#end;
    // A UTF-16 code unit takes at most three bytes in UTF-8. Where those fit, counting is not needed.
    const isSure = start + text.length * 3 < this.#bytes.length;
    if (!isSure) this.#reserve(Buffer.byteLength(text));
    const end = start + this.#bytes.write(text, start);
    this.#bytes[end] = lineFeed;
    this.#end = end + 1;
    return start;
  }

  #reserve(byteCount: number): void {
    const needed = this.#end + byteCount + 1;
    if (needed <= this.#bytes.length) return;
    this.#move(Math.max(needed, this.#bytes.length * 2));
  }

  #move(byteCount: number): void {
    const bytes = Buffer.allocUnsafeSlow(byteCount);
    this.#bytes.copy(bytes, 0, 0, this.#end);
    this.#bytes = bytes;
  }
}
