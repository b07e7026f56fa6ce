import { stringLiteral } from "./closed-object.js";

/** A field that a scanner finds. */
export interface ScanTarget {
  readonly path: readonly string[];
  readonly type: "string" | "number" | "boolean" | "object";
}

/** Statements that read an event, or an optional part of it. Consecutive texts become one. */
export class ScanStatements {
  readonly lines: string[] = [];
  /** The fields in the order of the text. */
  readonly fields: ScanTarget[];
  #text = "";
  /** Statements about the pending text. */
  #then: string[] = [];

  constructor(fields: ScanTarget[] = []) {
    this.fields = fields;
  }

  /** A constant text. */
  text(text: string): void {
    this.#text += text;
  }

  /** A string that is always the same. */
  constant(json: string, field: number): void {
    const start = Buffer.byteLength(this.#text) + 1;
    this.#then.push(
      `starts[${field}] = at + ${start};`,
      `ends[${field}] = at + ${start + Buffer.byteLength(json) - 2};`,
    );
    this.text(json);
  }

  add(...lines: readonly string[]): void {
    this.flush();
    this.lines.push(...lines);
  }

  flush(): void {
    if (this.#text === "") return;
    this.lines.push(
      `// ${stringLiteral(this.#text)}`,
      `if (!(${matches(this.#text)})) return -1;`,
      ...this.#then,
      advance(this.#text),
    );
    this.#text = "";
    this.#then = [];
  }
}

/** An expression for whether the bytes have a text. It compares four at a time; the last four may overlap the ones before. */
export function matches(text: string): string {
  const bytes = Buffer.from(text);
  const { length } = bytes;
  if (length < 4) return [...bytes].map((byte, index) => `bytes[${from(index)}] === ${byte}`).join(" && ");
  const offsets = Array.from({ length: Math.ceil(length / 4) }, (_, index) => Math.min(4 * index, length - 4));
  const words = offsets.map((offset) => `view.getInt32(${from(offset)}, true) === ${bytes.readInt32LE(offset)}`);
  return [`at + ${length} <= end`, ...words].join(" && ");
}

export function from(offset: number): string {
  return offset === 0 ? "at" : `at + ${offset}`;
}

export function advance(text: string): string {
  return `at += ${Buffer.byteLength(text)};`;
}
