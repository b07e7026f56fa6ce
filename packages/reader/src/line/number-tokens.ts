import { canonicalNumber, doubleFit, joinPointer } from "@metric-events/runtime";

/** Where a value is: in which container, and under which name or index there. The values of one container share the path of it. */
export interface TokenPath {
  /** The path of the container; `undefined` for the whole. */
  readonly container: TokenPath | undefined;
  readonly key: string | number;
}

/** A number of a line whose digits are kept, since JavaScript would write it with another value, or SQL might, since it has more than 53 bits. */
export interface NumberToken {
  /** As it is in the line. */
  readonly token: string;
  /** Of its first character, in UTF-16 code units. */
  readonly index: number;
  /** Whether a double holds it, as it does 2^60, which JavaScript writes 1152921504606847000; else it was rounded. */
  readonly isHeld: boolean;
  /** `undefined` when it is the whole text. */
  readonly path: TokenPath | undefined;
}

/** A number as it was logged, in place of the number that JSON.parse makes of it. */
export class ExactNumber {
  readonly token: string;
  /** All tokens of one value have the same text ({@link canonicalNumber}). */
  readonly text: string;
  /** What JSON.parse makes of it. */
  readonly value: number;

  constructor(token: string) {
    this.token = token;
    this.text = canonicalNumber(token);
    this.value = Number(token);
  }
}

/** Shorter numbers without an exponent have at most 15 digits, which a double holds. */
const minLength = 16;
const exponent = /[eE]/;

/** Whether JavaScript would write a number of JSON with another value, or SQL might, since it has more than 53 bits. */
export function isKept(token: string): boolean {
  if (token.length < minLength && !exponent.test(token)) return false;
  return Math.abs(Number(token)) > Number.MAX_SAFE_INTEGER || doubleFit(token) !== "same";
}

export function numberToken(token: string, index: number, path: TokenPath | undefined): NumberToken {
  return { token, index, path, isHeld: doubleFit(token) !== "rounded" };
}

/** Numbers in JSON that may be kept, and some texts within strings. */
const longNumber = /[:,[\s](-?(?:\d[\d.]{14,}(?:[eE][+-]?\d+)?|\d[\d.]*[eE][+-]?\d{2,}))/g;

/** Whether JSON text may hold a number that {@link isKept}; far faster than reading it. */
export function mayHoldKept(text: string): boolean {
  for (const [, token = ""] of text.matchAll(longNumber)) if (isKept(token)) return true;
  return false;
}

/** The names and indexes that lead to a value, the outermost first. */
export function keysOf(path: TokenPath | undefined): (string | number)[] {
  const keys = [];
  for (let at = path; at !== undefined; at = at.container) keys.push(at.key);
  return keys.toReversed();
}

/** The JSON Pointer of a number. */
export function pointerOf({ path }: NumberToken): string {
  return keysOf(path).reduce<string>(joinPointer, "");
}
