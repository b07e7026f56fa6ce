import { printable } from "@metric-events/text";

// A schema can name events and fields as it likes, so every word of a script is quoted. NUL is removed: no shell allows it in a word.

/**
 * A literal word for bash and zsh, as an argument and as a pattern of `case`. For a word of printable characters, that is a literal word
 * of every POSIX shell, too; others are written as bytes in hexadecimal, since a terminal would obey them.
 */
export function quoteForPosix(text: string): string {
  const word = withoutNul(text);
  if (isPrintable(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${Array.from(word, (character) => (isPlain(character) ? character : bytes(character, "\\x"))).join("")}'`;
}

/** A literal word for fish. Where fish parses a word again, as in `complete -a`, quote it twice. */
export function quoteForFish(text: string): string {
  const word = withoutNul(text);
  if (isPrintable(word)) return `'${word.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  // fish knows escapes of bytes outside of quotes only.
  return Array.from(word, (character) => (isPlain(character) ? `'${character}'` : bytes(character, "\\X"))).join("");
}

function isPrintable(text: string): boolean {
  return printable(text) === text;
}

/** What neither a quote nor a terminal nor a log of GitHub Actions gives a meaning. */
function isPlain(character: string): boolean {
  return !/['\\:#]/.test(character) && isPrintable(character);
}

/** `\x1b`, in UTF-8. Two digits are all that a shell reads. */
function bytes(character: string, mark: string): string {
  return Array.from(Buffer.from(character), (byte) => mark + byte.toString(16).padStart(2, "0")).join("");
}

function withoutNul(text: string): string {
  return text.replaceAll("\0", "");
}
