/**
 * How deeply objects and arrays in a line may be nested. JSON.parse has no limit: a line of 16 million brackets would take it
 * gigabytes. Encoders and decoders of other languages have limits between 64 and 10,000.
 */
export const maxDepth = 10_000;

const [quote, backslash, openBracket, openBrace, closeBracket, closeBrace] = [
  0x22, 0x5c, 0x5b, 0x7b, 0x5d, 0x7d,
] as const;

/** Whether JSON is nested more deeply than {@link maxDepth}. In text that is not JSON, what precedes the first fault counts. */
export function isTooDeep(text: string): boolean {
  // Almost every line is shorter than that.
  if (text.length <= maxDepth) return false;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case openBracket:
      case openBrace:
        if (++depth > maxDepth) return true;
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
  return false;
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
