import { type DuplicateName, readJson } from "./read-json.js";

/**
 * The names that an object in a text has twice. JSON.parse keeps the last value, other readers the first or neither (RFC 8259,
 * section 4).
 *
 * @param data the parsed text.
 */
export function duplicateNames(text: string, data: unknown): readonly DuplicateName[] {
  // Counting colons after quotes is much faster than reading names. There are as many as names, unless white space precedes a
  // colon or a string holds such a pair.
  return colonsIn(text) === namesIn(data) ? none : readJson(text).duplicates;
}

const none: readonly DuplicateName[] = [];
const quote = 0x22;

function colonsIn(text: string): number {
  let colons = 0;
  // One character is found twice as fast as two.
  for (let at = text.indexOf(":"); at !== -1; at = text.indexOf(":", at + 1))
    if (text.charCodeAt(at - 1) === quote) colons++;
  return colons;
}

/** How many names all objects in a value have; NaN where the value is nested too deeply to recurse into. */
function namesIn(value: unknown, depth = 0): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > maxRecursion) return Number.NaN;
  let names = 0;
  for (const key in value) {
    if (!Array.isArray(value)) names++;
    const member: unknown = Reflect.get(value, key);
    if (typeof member === "object") names += namesIn(member, depth + 1);
  }
  return names;
}

const maxRecursion = 100;
