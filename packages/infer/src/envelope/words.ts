/** The words of a name in snake, kebab or camel case, or of a text, in lower case: `order`, `placed` for `orderPlaced` and `Order placed!`. */
export function wordsOf(name: string): readonly string[] {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.filter((word) => word !== "");
}

/** A name in snake case; `""` where it has no letters and digits of ASCII. */
export function snakeWords(name: string): string {
  return wordsOf(name).join("_");
}
