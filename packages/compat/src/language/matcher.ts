import type { DFA } from "refa";
import { isFailure, type Language, languageOfPattern } from "./languages.js";

/** Up to this length even a pattern that backtracks exponentially answers at once. */
const shortText = 20;

/** Steps that a search by the engine of JavaScript may take at worst. */
const maxSteps = 100_000_000;

export interface Matcher {
  /** Undefined where there is no automaton, and the engine of JavaScript might backtrack without end. */
  test(text: string): boolean | undefined;
}

/**
 * The pattern as validators run it (unanchored, flag `u`), without their weakness: a long text is read by the automaton
 * of the pattern, in linear time, where it has one. Undefined for what is no regular expression under that flag.
 */
export function matcherOf(source: string): Matcher | undefined {
  const pattern = regExp(source);
  if (pattern === undefined) return undefined;
  const repetitions = repetitionsIn(source);
  let language: Language | undefined;
  return {
    test(text) {
      if (text.length <= shortText || repetitions === 0) return pattern.test(text);
      language ??= languageOfPattern(source);
      if (!isFailure(language)) return accepts(language, text);
      return text.length ** (repetitions + 1) <= maxSteps ? pattern.test(text) : undefined;
    },
  };
}

/** The degree of the polynomial that bounds backtracking, less one; infinite where a repeated group or a back-reference leaves no bound. */
function repetitionsIn(source: string): number {
  if (/\)[*+?{]|\\[1-9k]/.test(source)) return Number.POSITIVE_INFINITY;
  return source.match(/[*+{]|(?<!\()\?/g)?.length ?? 0;
}

/** Undefined for what is no regular expression under the flag `u`. */
export function regExp(source: string): RegExp | undefined {
  try {
    return new RegExp(source, "u");
  } catch {
    return undefined;
  }
}

function accepts(dfa: DFA, text: string): boolean {
  let node: DFA.ReadonlyNode | undefined = dfa.initial;
  for (const character of text) {
    node = node.out.get(character.codePointAt(0) as number);
    if (node === undefined) return false;
  }
  return dfa.finals.has(node as DFA.Node);
}
