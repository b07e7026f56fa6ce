import { type BigintPlaces, toBigints } from "./bigint-places.js";
import { canonicalNumber } from "./double-fit.js";

/** JSON in which bigints are digits, and properties that are `undefined` are left out, as JSON.stringify has it. */
export function exactJsonText(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(exactJsonText).join(",")}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${exactJsonText(member)}`).join(",")}}`;
}

/** A number with 16 characters or more, or an exponent, may have more digits than a double holds. */
const longNumber = /^-?\d(?:[\d.]{15}|[\d.]{0,15}[eE])/;
const number = /-?\d[\d.eE+-]*/y;

/**
 * What JSON.parse makes of a text, with bigints in their places, exactly as they are in the text.
 *
 * @throws {SyntaxError} if the text is not JSON.
 */
export function parseWithBigints(text: string, placesOf: (data: unknown) => BigintPlaces | undefined): unknown {
  const data: unknown = JSON.parse(text);
  const places = placesOf(data);
  if (places === undefined) return data;
  const marked = markLongNumbers(text);
  if (marked === undefined) return toBigints(data, [places]);
  const tokenOf = (value: unknown): string | undefined =>
    typeof value === "string" && value.startsWith(marked.mark) ? value.slice(marked.mark.length) : undefined;
  const exact = toBigints(JSON.parse(marked.text), [places], (value) => {
    const token = tokenOf(value);
    return token === undefined ? undefined : canonicalNumber(token);
  });
  return withoutMarks(exact, tokenOf);
}

/** The text of JSON with its long numbers as strings that begin with a mark; `undefined` if there are none. */
function markLongNumbers(text: string): { readonly text: string; readonly mark: string } | undefined {
  // A mark that no string of the text begins with.
  let mark = "#";
  while (text.includes(`"${mark}`)) mark += "#";
  let marked = "";
  let written = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (character !== "-" && !(character >= "0" && character <= "9")) continue;
    number.lastIndex = at;
    const [token = character] = number.exec(text) ?? [];
    if (longNumber.test(token)) {
      marked += `${text.slice(written, at)}"${mark}${token}"`;
      written = at + token.length;
    }
    at += token.length - 1;
  }
  return written === 0 ? undefined : { text: marked + text.slice(written), mark };
}

/** The index of the quote that ends a string. */
function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  return end;
}

/** A value, which is changed, with numbers in the place of what is left of the marks. */
function withoutMarks(root: unknown, tokenOf: (value: unknown) => string | undefined): unknown {
  const token = tokenOf(root);
  if (token !== undefined) return Number(token);
  const values = [root];
  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    if (typeof value !== "object" || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      const digits = tokenOf(member);
      if (digits !== undefined) Object.defineProperty(value, key, { value: Number(digits) });
      else if (typeof member === "object" && member !== null) values.push(member);
    }
  }
  return root;
}
