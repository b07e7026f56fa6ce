// Control characters, which a terminal obeys, characters that reorder or break text, and halves of pairs.
export const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * What a runner of GitHub Actions takes for a command: `::` where a line begins, after any spaces, and `##[` anywhere. A text can get to the
 * beginning of a line when it is wrapped.
 */
export const commandMark = /(?<=^|\s):(?=:)|(?<=#)#(?=\[)/gu;

/**
 * Text from outside, for one line of a terminal or of a log of GitHub Actions: everything that would act instead of being shown is
 * escaped.
 */
export function printable(text: string): string {
  return text.replaceAll(unprintable, escaped).replaceAll(commandMark, escaped);
}

/** Lines that are made of text from outside, each printable. A line feed within one of them is escaped, too. */
export function printableLines(lines: readonly string[]): string {
  return lines.map(printable).join("\n");
}

/** A character as JSON and programming languages escape it: `\ud83d\ude80`. */
export function utf16Escapes(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

function escaped(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const digits = codePoint.toString(16);
  return codePoint > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, "0")}`;
}

/** A text cut to `maxLength` characters, printable. */
export function excerpt(text: string, maxLength: number): string {
  return text.length <= maxLength ? printable(text) : `${printable(text.slice(0, maxLength))}…`;
}
