import { doubleFit } from "@metric-events/runtime";

/**
 * The value of a JSON text that JSON.parse takes as it is meant: without duplicate keys, numbers that no double holds, and broken texts.
 * `undefined` for all other texts, and for some that only look like them: these need a parser that knows places, which takes ten times
 * as long.
 */
export function plainValue(text: string): { readonly value: unknown } | undefined {
  if (/\\u[dD]|\p{Surrogate}/u.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return membersWritten(text) === membersHeld(value) ? { value } : undefined;
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
/** What follows a number, or the end of the text. */
const endsNumber = /^[\s,\]}]?$/;

/** How many members the objects of a valid JSON text have; NaN if there is a number that no double holds. */
function membersWritten(text: string): number {
  let members = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === quote) at = endOfString(text, at);
    else if (character === colon) members++;
    else if (isDigit(character)) {
      const start = at;
      while (!endsNumber.test(text.charAt(at + 1))) at++;
      if (doubleFit(text.slice(start, at + 1)) === "rounded") return Number.NaN;
    }
  }
  return members;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (; text.charCodeAt(at) !== quote; at++) if (text.charCodeAt(at) === backslash) at++;
  return at;
}

/** A sign does not change whether a double holds a number. */
function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39;
}

/** How many members the objects of a value have. */
function membersHeld(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const held: unknown[] = Array.isArray(value) ? value : Object.values(value);
  let members = Array.isArray(value) ? 0 : held.length;
  for (const each of held) if (typeof each === "object" && each !== null) members += membersHeld(each);
  return members;
}
