// Control characters, which a terminal obeys, characters that reorder or break text, and halves of pairs.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** What a runner of GitHub Actions takes for a command: `::` where a line begins, and `##[` anywhere. */
const commandMark = /(?<=^|\s):(?=:)|(?<=#)#(?=\[)/gu;

/** Most texts hold none of it. */
const mayAct = /[^ -~]|::|##\[/;

/**
 * A text for one line of a message. What would act where an error is printed, on a terminal or in a log of GitHub Actions, is escaped as
 * JavaScript writes it. Commands print by the package `text`, which does the same; this is for programs that import only the logger.
 */
export function printableText(text: string): string {
  return mayAct.test(text) ? text.replaceAll(unprintable, escaped).replaceAll(commandMark, escaped) : text;
}

function escaped(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const digits = codePoint.toString(16);
  return codePoint > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, "0")}`;
}
