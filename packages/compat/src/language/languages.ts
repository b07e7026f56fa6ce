import { type DFA, TooManyNodesError } from "refa";
import type { Budget } from "../budget.js";
import { complement, determinize, everyString, intersect, longerThan } from "./automaton.js";
import { hasLookahead, lookaheadLanguage, parsePattern } from "./lookaheads.js";
import { buildMachine, PatternError } from "./thompson.js";

type LanguageFailure = { readonly failure: "unsupported-pattern" | "pattern-too-large" };
export type Language = DFA | LanguageFailure;

/** A restriction on strings that has an automaton. */
export type StringLeaf =
  | { readonly kind: "pattern"; readonly source: string; readonly isMatch: boolean }
  | { readonly kind: "size"; readonly side: "min" | "max"; readonly size: number };

/** The automata of patterns and sizes; each is built once for a question. */
export class Languages {
  readonly #known = new Map<string, Language>();

  constructor(readonly budget: Budget) {}

  of(leaf: StringLeaf): Language {
    if (leaf.kind === "size") {
      return leaf.side === "min"
        ? this.#build(`min ${leaf.size}`, () => longerThan(leaf.size))
        : this.#build(`max ${leaf.size}`, () => complement(longerThan(leaf.size + 1)));
    }
    const { source, isMatch } = leaf;
    const matches = this.#build(`pattern ${source}`, () => patternLanguage(source));
    if (isMatch || isFailure(matches)) return matches;
    return this.#build(`no pattern ${source}`, () => complement(matches));
  }

  /** The strings in all of them. */
  intersection(leaves: readonly StringLeaf[]): Language {
    let language: Language = everyString();
    let key = "";
    for (const leaf of leaves) {
      const next = this.of(leaf);
      if (isFailure(next)) return next;
      key += ` ∧ ${JSON.stringify(leaf.kind === "size" ? [leaf.side, leaf.size] : [leaf.source, leaf.isMatch])}`;
      const left: DFA = language;
      language = this.#build(key, () => intersect(left, next));
      if (isFailure(language)) return language;
    }
    return language;
  }

  both(left: DFA, right: DFA): Language {
    return this.#guard(() => intersect(left, right));
  }

  #build(key: string, make: () => DFA): Language {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const language = this.#guard(make);
    this.#known.set(key, language);
    return language;
  }

  #guard(make: () => DFA): Language {
    const language = guarded(make);
    this.budget.spend(isFailure(language) ? 10_000 : 1 + language.countNodes());
    return language;
  }
}

/** The automaton of one pattern, without the budget of a question. */
export function languageOfPattern(source: string): Language {
  return guarded(() => patternLanguage(source));
}

function guarded(make: () => DFA): Language {
  try {
    return make();
  } catch (error) {
    if (error instanceof SyntaxError) return { failure: "unsupported-pattern" };
    if (error instanceof PatternError) return { failure: error.code };
    if (error instanceof TooManyNodesError) return { failure: "pattern-too-large" };
    throw error;
  }
}

export function isFailure(language: Language): language is LanguageFailure {
  return "failure" in language;
}

function patternLanguage(source: string): DFA {
  const alternatives = parsePattern(source);
  return alternatives.some(hasLookahead) ? lookaheadLanguage(alternatives) : determinize(buildMachine(alternatives));
}
