import type { Budget } from "../budget.js";
import type { Atom } from "./atoms.js";
import { isSurrogate, pleasantCharacters } from "./pleasant.js";
import { SuffixGraph, type Wanted } from "./suffix-graph.js";

const maxNodes = 300_000;
const maxCharactersOfAtom = 50;

/** What strings are searched for: with a length in [min, max], in code points, and not excluded. */
export interface WordLimits {
  readonly min: number;
  readonly max: number;
  readonly excluded: ReadonlySet<unknown>;
}

/**
 * The shortest string that matches all patterns that are to match, and no other; it is built from its end. For patterns whose
 * automata are too large to be built as a whole.
 *
 * @returns `undefined` for "none", `"too-large"` where the search gave up
 * @throws {PatternError} when a pattern has too many suffixes
 */
export function searchSuffixes(
  wanted: readonly Wanted[],
  { min, max, excluded }: WordLimits,
  budget: Budget,
): { readonly word: string } | "too-large" | undefined {
  const graph = new SuffixGraph(wanted, budget);
  const characters = graph.atoms.map(charactersOf);
  let isIncomplete = false;
  const wordAt = (path: readonly number[]): string | undefined => {
    const word = wordOf(
      path.map((atom) => characters[atom] ?? []),
      excluded,
    );
    isIncomplete ||= word === undefined;
    return word;
  };
  // First each node at its shortest distance, which is all where no string is too short.
  for (const node of graph.nodes(max)) {
    if (graph.count > maxNodes) return "too-large";
    if (!graph.isGoal(node) || graph.distance(node) < min) continue;
    const word = wordAt(graph.shortestPath(node));
    if (word !== undefined) return { word };
  }
  if (graph.goals().some((node) => graph.distance(node) < min)) {
    const paths = graph.pathsOfLength(min, max);
    for (const path of paths) {
      const word = wordAt(path);
      if (word !== undefined) return { word };
    }
  }
  return isIncomplete ? "too-large" : undefined;
}

/** The first choices as a word, with another character somewhere where that word is excluded. */
function wordOf(choices: readonly (readonly number[])[], excluded: ReadonlySet<unknown>): string | undefined {
  const first = choices.map((choice) => choice[0] as number);
  const word = textOf(first);
  if (!excluded.has(word)) return word;
  for (const [index, choice] of choices.entries()) {
    for (const other of choice.slice(1)) {
      const changed = textOf(first.with(index, other));
      if (!excluded.has(changed)) return changed;
    }
  }
  return undefined;
}

function textOf(characters: readonly number[]): string {
  return characters.map((character) => String.fromCodePoint(character)).join("");
}

/** Some characters of an atom, the most readable ones first. */
function charactersOf({ ranges }: Atom): readonly number[] {
  const isIn = (character: number): boolean => ranges.some(({ min, max }) => character >= min && character <= max);
  const found = pleasantCharacters.filter(isIn);
  for (const { min, max } of ranges) {
    for (let each = min; each <= max && found.length < maxCharactersOfAtom; each++) {
      if (!isSurrogate(each) && !found.includes(each)) found.push(each);
    }
  }
  return found.length > 0 ? found : ranges.slice(0, 1).map(({ min }) => min);
}
