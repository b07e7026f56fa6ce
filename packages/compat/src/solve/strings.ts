import { isFailure, type StringLeaf } from "../language/languages.js";
import { searchWords } from "../language/words.js";
import type { Goal } from "./goal.js";
import { found, none, type Result, unknown } from "./result.js";
import type { Search } from "./search.js";

type PatternLeaf = Extract<StringLeaf, { readonly kind: "pattern" }>;

/** The shortest string of an allowed length that is in the language of every pattern and not excluded. */
export function solveString(goal: Goal, search: Search): Result {
  let min = 0;
  let max = Number.POSITIVE_INFINITY;
  const patterns: PatternLeaf[] = [];
  for (const leaf of goal.leaves) {
    if (leaf.kind === "size" && leaf.side === "min") min = Math.max(min, leaf.size);
    if (leaf.kind === "size" && leaf.side === "max") max = Math.min(max, leaf.size);
    if (leaf.kind === "pattern") patterns.push(leaf);
  }
  if (min > max) return none;
  const excluded = new Set(goal.excluded);
  const isContradiction = patterns.some((each) =>
    patterns.some((other) => other.source === each.source && other.isMatch !== each.isMatch),
  );
  if (isContradiction) return none;
  if (patterns.length === 0 && min > 1000) return plainText(min, max, excluded);
  const sorted = patterns.toSorted((a, b) => (a.source < b.source ? -1 : 1));
  const language = search.languages.intersection(sorted);
  if (isFailure(language)) {
    const word = search.languages.search(sorted, { min, max, excluded });
    if (word === undefined) return none;
    if (!isFailure(word)) return found(word.word);
    const blamed = patterns.find((leaf) => isFailure(search.languages.of(leaf))) ?? patterns[0];
    const at = search.pool.patternLocations.get(blamed?.source ?? "");
    return unknown({ keywordLocation: "", ...at, code: word.failure });
  }
  const { words, isIncomplete } = searchWords(language, min, max, search.budget);
  for (const word of words) if (!excluded.has(word)) return found(word);
  return isIncomplete() ? unknown({ code: "pattern-too-large", keywordLocation: "" }) : none;
}

function plainText(min: number, max: number, excluded: ReadonlySet<unknown>): Result {
  if (min > 10_000_000) return unknown({ code: "budget", keywordLocation: "" });
  for (const letter of "abcdefghijklmnopqrstuvwxyz") {
    const text = letter.repeat(min);
    if (!excluded.has(text)) return found(text);
  }
  return max > min ? plainText(min + 1, max, excluded) : unknown({ code: "budget", keywordLocation: "" });
}
