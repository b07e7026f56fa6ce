import type { PatternAutomata } from "./pattern-automata.js";
import { PatternError } from "./thompson.js";

/** Up to this length even a pattern that backtracks exponentially answers fast. */
const shortText = 20;

/** The most steps that a RegExp may need in the worst case. */
const maxSteps = 100_000_000;

export interface Matcher {
  /** Undefined where there is no automaton and a RegExp might backtrack without end. */
  test(text: string): boolean | undefined;
}

/**
 * The pattern as validators run it (unanchored, flag `u`), but in linear time: a long text is read by the automaton of the
 * pattern, where it has one. Undefined when the source is not a regular expression under that flag.
 */
export function matcherOf(source: string, automata: PatternAutomata): Matcher | undefined {
  const pattern = regExp(source);
  if (pattern === undefined) return undefined;
  const repetitions = repetitionsIn(source);
  return {
    test(text) {
      if (text.length <= shortText || repetitions === 0) return pattern.test(text);
      try {
        return automata.automaton(source).test(text);
      } catch (error) {
        if (!(error instanceof PatternError || error instanceof SyntaxError)) throw error;
        return mayBacktrack(source, text) ? undefined : pattern.test(text);
      }
    },
  };
}

/** Whether a RegExp of this source may take too long on a text. */
export function mayBacktrack(source: string, text: string): boolean {
  if (text.length <= shortText) return false;
  return text.length ** (repetitionsIn(source) + 1) > maxSteps;
}

/** One less than the degree of the polynomial that bounds backtracking; infinite for repeated groups and back-references. */
function repetitionsIn(source: string): number {
  if (/\)[*+?{]|\\[1-9k]/.test(source)) return Number.POSITIVE_INFINITY;
  return source.match(/[*+{]|(?<!\()\?/g)?.length ?? 0;
}

/** Undefined when the source is not a regular expression under the flag `u`. */
export function regExp(source: string): RegExp | undefined {
  try {
    return new RegExp(source, "u");
  } catch {
    return undefined;
  }
}
