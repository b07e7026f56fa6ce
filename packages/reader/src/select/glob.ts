/** Characters of a pattern that stand for others. */
const wildcard = /[*?]/;

/**
 * A test of texts: a pattern with `*` (any characters) or `?` (one character) is about the whole text; any other pattern is what the text
 * begins with. A backslash takes the next character as it is. Its time is at most proportional to the product of the two lengths.
 */
export function textMatcher(pattern: string): (text: string) => boolean {
  const parts = partsOf(pattern);
  if (!parts.some(isWild)) {
    const prefix = parts.join("");
    return (text) => text.startsWith(prefix);
  }
  return (text) => matches(parts, [...text]);
}

type Part = string | typeof any | typeof one;

const any = Symbol("any characters");
const one = Symbol("one character");

function isWild(part: Part): boolean {
  return typeof part === "symbol";
}

function partsOf(pattern: string): Part[] {
  const parts: Part[] = [];
  const characters = [...pattern];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] as string;
    const next = characters[index + 1];
    if (character === "\\" && next !== undefined) {
      parts.push(next);
      index++;
    } else parts.push(wildcard.test(character) ? (character === "*" ? any : one) : character);
  }
  return parts;
}

/** Goes back to the last `*` only: what an earlier one takes does not matter once a later one is reached. */
function matches(parts: readonly Part[], characters: readonly string[]): boolean {
  let [part, at] = [0, 0];
  let [retryPart, retryAt] = [-1, 0];
  while (at < characters.length) {
    const wanted = parts[part];
    if (wanted === any) {
      retryPart = ++part;
      retryAt = at;
    } else if (wanted !== undefined && (wanted === one || wanted === characters[at])) {
      part++;
      at++;
    } else if (retryPart >= 0) {
      part = retryPart;
      at = ++retryAt;
    } else return false;
  }
  while (parts[part] === any) part++;
  return part === parts.length;
}

/** A part of a pattern, for those who write it in another form. */
export type GlobPart = { readonly text: string } | "any" | "one";

/** The parts of a pattern: texts, and what `*` and `?` stand for. A pattern without these is about the beginning, so `any` follows. */
export function globParts(pattern: string): readonly GlobPart[] {
  const parts = partsOf(pattern);
  const found = parts.map((part): GlobPart => (part === any ? "any" : part === one ? "one" : { text: part as string }));
  return parts.some(isWild) ? found : [...found, "any"];
}
