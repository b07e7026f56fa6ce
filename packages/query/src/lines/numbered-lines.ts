import { ByteList } from "./byte-list.js";
import type { EventLines, SplitLines } from "./split-sink.js";

const newline = 0x0a;

/** Lines with the numbers that they have in their batch. */
export class NumberedLines {
  readonly bytes = new ByteList();
  #numbers = new Uint32Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Notes the number of a line, whose bytes are appended next. */
  add(number: number): void {
    if (this.#length === this.#numbers.length) {
      const grown = new Uint32Array(Math.max(1024, 2 * this.#length));
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.#length++] = number;
  }

  /** Returns the lines and starts over. */
  take(): Omit<EventLines, "eventName"> {
    const lines = this.#numbers.slice(0, this.#length);
    this.#length = 0;
    return { lines, bytes: this.bytes.take() };
  }
}

/** The same without lines of some numbers. */
export function withoutLines(split: SplitLines, numbers: ReadonlySet<number>): SplitLines {
  return { ...split, texts: split.texts.map((text) => without(text, numbers)) };
}

function without({ eventName, lines, bytes }: EventLines, numbers: ReadonlySet<number>): EventLines {
  const kept = new ByteList();
  let start = 0;
  for (const number of lines) {
    const end = bytes.indexOf(newline, start) + 1;
    if (!numbers.has(number)) kept.append(bytes, start, end);
    start = end;
  }
  return { eventName, lines: lines.filter((number) => !numbers.has(number)), bytes: kept.take() };
}
