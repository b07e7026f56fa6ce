import { canonicalNumber, doubleFit, joinPointer } from "@metric-events/runtime";

/** Where a value is: in which container, and under which name or index there. The values of one container share the path of it. */
export interface TokenPath {
  /** The path of the container; `undefined` for the whole. */
  readonly container: TokenPath | undefined;
  readonly key: string | number;
}

/** A number of a line whose digits are kept, since JavaScript would write it with another value, or SQL might, since it has more than 53 bits. */
export class NumberToken {
  /** As it is in the line. */
  readonly token: string;
  /** Of its first character, in UTF-16 code units. */
  readonly index: number;
  /** `undefined` when it is the whole text. */
  readonly path: TokenPath | undefined;
  #isHeld: boolean | undefined;

  constructor(token: string, index: number, path: TokenPath | undefined) {
    this.token = token;
    this.index = index;
    this.path = path;
  }

  /** Whether a double holds it, as it does 2^60, which JavaScript writes 1152921504606847000; else it was rounded. */
  get isHeld(): boolean {
    this.#isHeld ??= doubleFit(this.token) !== "rounded";
    return this.#isHeld;
  }
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

const [plus, minus, point, zero, nine] = [0x2b, 0x2d, 0x2e, 0x30, 0x39] as const;

/**
 * Index after the number of JSON that begins at an index; -1 if there is none, or more of a word follows. A regular expression would overflow
 * at some millions of digits.
 */
export function endOfNumber(text: string, start: number): number {
  const first = text.charCodeAt(start) === minus ? start + 1 : start;
  let end = text.charCodeAt(first) === zero ? first + 1 : endOfDigits(text, first);
  if (end === first) return -1;
  if (text.charCodeAt(end) === point) {
    const fraction = end + 1;
    end = endOfDigits(text, fraction);
    if (end === fraction) return -1;
  }
  if (text[end] === "e" || text[end] === "E") {
    const sign = text.charCodeAt(end + 1);
    const digits = sign === plus || sign === minus ? end + 2 : end + 1;
    end = endOfDigits(text, digits);
    if (end === digits) return -1;
  }
  return end < text.length && /[\w.+-]/.test(text.charAt(end)) ? -1 : end;
}

function endOfDigits(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code >= zero && code <= nine; code = text.charCodeAt(at)) at++;
  return at;
}

/** How a number begins that may be kept, and some texts within strings: long, or with an exponent. */
const beginning = /[:,[\s]-?\d(?:[\d.]{14}|[\d.]{0,14}[eE])/;
const beginnings = new RegExp(beginning, "g");

/** Whether JSON text may hold a number that {@link isKept}; far faster than reading it. */
export function mayHoldKept(text: string): boolean {
  // To look for all takes many times as long, even if there is none.
  if (!beginning.test(text)) return false;
  for (const { index } of text.matchAll(beginnings)) {
    const end = endOfNumber(text, index + 1);
    if (end > 0 && isKept(text.slice(index + 1, end))) return true;
  }
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
  return joinPointer("", ...keysOf(path));
}
