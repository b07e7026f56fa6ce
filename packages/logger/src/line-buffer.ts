import type { Catalogue, Event } from "@metric-events/core";
import { lineFeed } from "./torn-tail.js";

/** Memory that is kept for the next lines, in bytes; more is given back once it was written. */
const keptBytes = 64 * 1024;

/** Where a line is in a buffer, its line end included. */
export interface Line {
  readonly start: number;
  readonly end: number;
}

/**
 * Lines on their way to the log, one behind the other, in memory that is allocated once.
 *
 * A byte in front of them is reserved for the line end of somebody else's torn line, so that sealing it and appending
 * the lines is one write without a copy.
 */
export class LineBuffer {
  #bytes: Buffer = Buffer.allocUnsafeSlow(keptBytes);
  #end = 1;
  #isEncoding = false;

  constructor() {
    this.#bytes[0] = lineFeed;
  }

  /** The line end, and from 1 to {@link end} the lines. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  get end(): number {
    return this.#end;
  }

  /** All lines. They are looked for, since a line end within JSON is escaped: so nobody has to keep them. */
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
   * @throws {InvalidEventError} when it is no valid event, and then nothing was appended.
   */
  add<E extends Event>(catalogue: Catalogue<E>, event: E): number {
    const isNested = this.#isEncoding;
    // Within a getter of another event, which will be encoded into this memory in a moment.
    if (isNested) this.#move(this.#bytes.length);
    const bytes = this.#bytes;
    const start = this.#end;
    this.#isEncoding = true;
    try {
      const encoded = catalogue.encode(event, bytes, start);
      if (bytes !== this.#bytes || start !== this.#end) {
        // A getter of the event has logged something itself, by way of this buffer, before the event was encoded.
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

  /** Takes over the last line of another buffer, which begins there at an offset, and returns where it starts here. */
  take(other: LineBuffer, start: number): number {
    const text = other.text(start, other.end);
    other.cut(start);
    return this.#addText(text);
  }

  /** Forgets what starts at an offset, and all behind it. */
  cut(start: number): void {
    this.#end = start;
  }

  /** The line that begins and ends at these offsets of {@link bytes}, without its line end. */
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
    // UTF-8 has at most three bytes for a UTF-16 code unit; where those fit anyway, nobody needs to count.
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
