import { createHash } from "node:crypto";

/** What a target of Prometheus, a histogram or a summary has as labels; a label of an event is called otherwise. */
const reservedLabels = new Set(["le", "quantile", "job", "instance"]);

/** Text as a name of Prometheus: words of ASCII letters and digits, joined by single underscores. */
function plainName(text: string): string {
  const words = text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .join("_");
  return /^[A-Za-z]/.test(words) ? words : words === "" ? "x" : `x_${words}`;
}

/** The name of a label for a field; not yet one of its own. */
export function labelNameOf(path: string): string {
  const name = plainName(path);
  return reservedLabels.has(name) ? `event_${name}` : name;
}

/** The name of a family of series, from words that are not empty. A word that the name ends with already is left out. */
export function familyNameOf(words: readonly string[]): string {
  return words.reduce((name, word) => {
    const next = plainName(word);
    if (word === "" || name === next || name.endsWith(`_${next}`)) return name;
    return name === "" ? next : `${name}_${next}`;
  }, "");
}

/** Gives names to things of which no two may have the same one. */
export class NameGiver {
  readonly #taken = new Set<string>();

  /**
   * The name, or one that ends with some characters of a hash where another thing has it: these depend on the thing alone.
   *
   * @param usedBy all names that the thing takes with this one.
   */
  give(name: string, thing: readonly string[], usedBy: (name: string) => readonly string[] = (own) => [own]): string {
    const hash = createHash("sha256").update(JSON.stringify(thing)).digest("hex");
    const lengths = [0, 6, 12, 24];
    const names = lengths.map((length) => (length === 0 ? name : `${name}_x${hash.slice(0, length)}`));
    const free = names.find((each) => usedBy(each).every((used) => !this.#taken.has(used))) ?? `${name}_x${hash}`;
    for (const used of usedBy(free)) this.#taken.add(used);
    return free;
  }
}
