import { commandMark, unprintable, utf16Escapes } from "./printable.js";

/**
 * A value as JSON that a terminal and a log of GitHub Actions show as it is. What they would obey is escaped as JSON escapes it, so that
 * a parser finds the very value.
 *
 * @param replacer as for `JSON.stringify`.
 */
export function jsonText(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  return harmlessJson(JSON.stringify(value, replacer));
}

/** The same over several lines, each level indented by two spaces. */
export function indentedJsonText(value: unknown): string {
  return harmlessJson(JSON.stringify(value, null, 2));
}

/**
 * JSON that somebody else wrote, with what a terminal and a log of GitHub Actions would obey escaped. Tabs and
 * carriage returns, which JSON has only between values, become spaces; all else can only stand in a string, so a parser finds the same value.
 */
export function harmlessJson(json: string): string {
  return json
    .replaceAll(unprintable, (character) => whitespace[character] ?? utf16Escapes(character))
    .replaceAll(commandMark, utf16Escapes);
}

/** RFC 8259, section 2. */
const whitespace: Readonly<Record<string, string>> = { "\n": "\n", "\t": " ", "\r": " " };
