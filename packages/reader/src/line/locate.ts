import type { TextPlace, TextPlaces } from "./places.js";

const [quote, backslash, comma, openBracket, closeBracket, openBrace, closeBrace] = [
  0x22, 0x5c, 0x2c, 0x5b, 0x5d, 0x7b, 0x7d,
] as const;

/** An object or array that holds a value which is looked for. */
interface Level {
  readonly place: TextPlace;
  /** How many elements an array has so far; `undefined` for an object. */
  elements: number | undefined;
}

/**
 * Notes where the values are that are looked for. Everything else is skipped without being read, so the text must be JSON. Keeps a
 * stack of its own, since lines can be nested more deeply than calls.
 *
 * @param isUnambiguous whether no object has a name twice, so that nothing has to be read after the last value that is looked for.
 */
export function locate(text: string, { root, count }: TextPlaces, isUnambiguous: boolean): void {
  const levels: Level[] = [];
  let left = isUnambiguous ? count : Number.POSITIVE_INFINITY;
  let at = afterSpace(text, 0);
  let place: TextPlace | undefined = root;
  root.found(at, at);
  if (root.isWanted) left--;
  while (left > 0) {
    const first = text.charCodeAt(at);
    if (place?.hasChildren === true && (first === openBrace || first === openBracket)) {
      levels.push({ place, elements: first === openBracket ? 0 : undefined });
      at = afterSpace(text, at + 1);
    } else at = afterSpace(text, endOfValue(text, at));
    while (levels.length > 0 && isClose(text.charCodeAt(at))) {
      levels.pop();
      at = afterSpace(text, at + 1);
    }
    const level = levels.at(-1);
    if (level === undefined) return;
    if (text.charCodeAt(at) === comma) at = afterSpace(text, at + 1);
    const start = at;
    if (level.elements === undefined) {
      const end = endOfString(text, at);
      place = level.place.named(text, at, end);
      at = afterSpace(text, afterSpace(text, end) + ":".length);
    } else place = level.place.at(String(level.elements++));
    if (place === undefined) continue;
    place.found(start, at);
    if (place.isWanted) left--;
  }
}

function isClose(code: number): boolean {
  return code === closeBrace || code === closeBracket;
}

/** Index after the white space that begins at an index. */
export function afterSpace(text: string, start: number): number {
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d && code !== 0x0a) return at;
  }
}

function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === quote) return endOfString(text, start);
  return first === openBrace || first === openBracket ? endOfContainer(text, start) : endOfScalar(text, start);
}

function endOfContainer(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at) - 1;
    else if (code === openBrace || code === openBracket) depth++;
    else if (isClose(code) && --depth === 0) return at + 1;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let first = at;
    while (text.charCodeAt(first - 1) === backslash) first--;
    // An even number of backslashes escapes only backslashes.
    if ((at - first) % 2 === 0) return at + 1;
  }
  return text.length;
}

function endOfScalar(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === comma || isClose(code) || code <= 0x20) break;
  }
  return at;
}
