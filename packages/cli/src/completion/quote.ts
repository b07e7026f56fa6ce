// A schema can name events and fields as it likes, so every word of a script is quoted. NUL is removed: no shell allows it in a word.

/** A literal word for bash and zsh, as an argument and as a pattern of `case`. */
export function quoteForPosix(text: string): string {
  return `'${withoutNul(text).replaceAll("'", `'\\''`)}'`;
}

/** A literal word for fish. Where fish parses a word again, as in `complete -a`, quote it twice. */
export function quoteForFish(text: string): string {
  return `'${withoutNul(text).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function withoutNul(text: string): string {
  return text.replaceAll("\0", "");
}
