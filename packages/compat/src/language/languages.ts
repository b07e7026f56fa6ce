import { type DFA, TooManyNodesError } from "refa";
import type { Budget } from "../budget.js";
import { complement, determinize, determinizeBackwards, everyString, intersect, longerThan } from "./automaton.js";
import { hasLookahead, lookaheadLanguage, parsePattern } from "./lookaheads.js";
import type { PatternAutomata } from "./pattern-automata.js";
import { searchSuffixes } from "./suffix-search.js";
import { PatternError } from "./thompson.js";

type LanguageFailure = { readonly failure: "unsupported-pattern" | "pattern-too-large" };
export type Language = DFA | LanguageFailure;

/** A restriction on strings that has an automaton. */
export type StringLeaf =
  | { readonly kind: "pattern"; readonly source: string; readonly isMatch: boolean }
  | { readonly kind: "size"; readonly side: "min" | "max"; readonly size: number };

/** The automata of patterns and sizes; each is built once for a question. */
export class Languages {
  readonly #known = new Map<string, Language>();

  constructor(
    readonly patterns: PatternAutomata,
    readonly budget: Budget,
  ) {}

  of(leaf: StringLeaf): Language {
    if (leaf.kind === "size") {
      return leaf.side === "min"
        ? this.#build(`min ${leaf.size}`, () => longerThan(leaf.size))
        : this.#build(`max ${leaf.size}`, () => complement(longerThan(leaf.size + 1)));
    }
    const { source, isMatch } = leaf;
    const matches = this.#build(`pattern ${source}`, () => languageOf(this.patterns, source));
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

  /**
   * A string that matches some patterns and not others, without building the automaton of both.
   *
   * @returns `undefined` where there is none
   */
  search(
    patterns: readonly Extract<StringLeaf, { readonly kind: "pattern" }>[],
    limits: Parameters<typeof searchSuffixes>[1],
  ): { readonly word: string } | LanguageFailure | undefined {
    try {
      const wanted = patterns.map(({ source, isMatch }) => ({ automaton: this.patterns.automaton(source), isMatch }));
      const found = searchSuffixes(wanted, limits, this.budget);
      return found === "too-large" ? { failure: "pattern-too-large" } : found;
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      return failure;
    }
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

function languageOf(patterns: PatternAutomata, source: string): DFA {
  const alternatives = parsePattern(source);
  if (!alternatives.some(hasLookahead)) return determinize(patterns.machine(source));
  try {
    return lookaheadLanguage(alternatives);
  } catch (error) {
    if (!(error instanceof PatternError || error instanceof TooManyNodesError)) throw error;
    return determinizeBackwards(patterns.machine(source));
  }
}

function guarded(make: () => DFA): Language {
  try {
    return make();
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    return failure;
  }
}

function failureOf(error: unknown): LanguageFailure | undefined {
  if (error instanceof SyntaxError) return { failure: "unsupported-pattern" };
  if (error instanceof PatternError) return { failure: error.code };
  return error instanceof TooManyNodesError ? { failure: "pattern-too-large" } : undefined;
}

export function isFailure(found: Language | { readonly word: string }): found is LanguageFailure {
  return "failure" in found;
}
