import { commandMark, isSuspicious, unprintable } from "./printable.js";

/**
 * A value as JSON that a terminal and a log of GitHub Actions show as it is. What they would obey is escaped as JSON escapes it, so that
 * a parser finds the very value.
 *
 * @param replacer as for `JSON.stringify`.
 */
export function jsonText(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  const text = JSON.stringify(value, replacer);
  return isSuspicious(text) ? text.replaceAll(unprintable, escaped).replaceAll(commandMark, escaped) : text;
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => unit(character.charCodeAt(index))).join("");
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, "0")}`;
}
