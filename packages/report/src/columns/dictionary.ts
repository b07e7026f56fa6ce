import type { Scan } from "@metric-events/runtime";
import { ByteDictionary } from "./byte-dictionary.js";

/** Numbers for texts: the first is 1. */
export class Dictionary {
  #texts: string[] = [];
  readonly #codes = new Map<string, number>();
  readonly #bytes = new ByteDictionary();

  get texts(): readonly string[] {
    return this.#texts;
  }

  codeOf(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const code = this.#texts.push(text);
    this.#codes.set(text, code);
    return code;
  }

  /** The number of a text in the bytes of a batch. */
  codeOfBytes(found: Scan, start: number, end: number): number {
    return this.#bytes.codeOf(found, start, end, this.#codeOf);
  }

  /** The number of a text that has one; else that of `other`. */
  knownOr(text: string, other: string): number {
    return this.#codes.get(text) ?? this.codeOf(other);
  }

  /** Starts again, for other bytes. */
  clear(): void {
    this.#texts = [];
    this.#codes.clear();
    this.#bytes.clear();
  }

  readonly #codeOf = (text: string): number => this.codeOf(unescaped(text));
}

/** A text from the bytes of a line. A scanner accepts escapes only in constants and enums, in the spelling of the logger. */
export function unescaped(text: string): string {
  return text.includes("\\") ? JSON.parse(`"${text}"`) : text;
}
