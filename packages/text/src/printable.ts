// Control characters, which a terminal obeys, characters that reorder or break text, and halves of pairs: what is in a log must
// not act.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The text with everything escaped that would do something to a terminal instead of being shown. */
export function printable(text: string): string {
  return text.replaceAll(unprintable, (character) => escaped(character.codePointAt(0) ?? 0));
}

function escaped(codePoint: number): string {
  const digits = codePoint.toString(16);
  return codePoint > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, "0")}`;
}

/** A text cut to `maxLength` characters, printable. */
export function excerpt(text: string, maxLength: number): string {
  return text.length <= maxLength ? printable(text) : `${printable(text.slice(0, maxLength))}…`;
}
