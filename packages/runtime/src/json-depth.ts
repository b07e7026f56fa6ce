/**
 * How deeply objects and arrays in a line may be nested. JSON.parse has no limit: a line of 16 million brackets would take it
 * gigabytes. Encoders and decoders of other languages have limits between 64 and 10,000.
 */
export const maxLineDepth = 10_000;

const [quote, backslash, openBracket, openBrace, closeBracket, closeBrace] = [
  0x22, 0x5c, 0x5b, 0x7b, 0x5d, 0x7d,
] as const;

/**
 * Where JSON opens one more object or array than may be nested, as an index; `undefined` where it does not. In text that is not JSON, what
 * precedes the first fault counts.
 */
export function tooDeepAt(text: string, maxDepth: number): number | undefined {
  // Almost every text is shorter than that.
  if (text.length <= maxDepth) return undefined;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case openBracket:
      case openBrace:
        if (++depth > maxDepth) return index;
        break;
      case closeBracket:
      case closeBrace:
        depth--;
        break;
      case quote:
        index = endOfString(text, index);
        break;
      default:
    }
  }
  return undefined;
}

/** Index of the closing quote, or of the end of the text. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) return index;
    if (code === backslash) index++;
  }
  return text.length;
}
