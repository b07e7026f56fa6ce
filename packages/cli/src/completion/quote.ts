// Names of events and fields are whatever a schema says, so each word of a script is quoted, with no exception. A NUL cannot be in a word
// of any shell.

/** A word of bash and zsh that means itself, as an argument and as a pattern of `case`. */
export function quoteForPosix(text: string): string {
  return `'${withoutNul(text).replaceAll("'", `'\\''`)}'`;
}

/** A word of fish that means itself. Where fish reads a word again, as in `complete -a`, it is quoted twice. */
export function quoteForFish(text: string): string {
  return `'${withoutNul(text).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function withoutNul(text: string): string {
  return text.replaceAll("\0", "");
}
