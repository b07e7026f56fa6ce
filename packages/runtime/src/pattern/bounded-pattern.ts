import { LinearMatcher } from "./linear-matcher.js";
import { patternMachine } from "./pattern-machine.js";
import { PatternStepsError, takePatternSteps } from "./pattern-steps.js";

/** What generated code uses of a regular expression. */
export interface Pattern {
  /** @throws {PatternStepsError} for a text that it may not be able to judge in 2^28 steps. */
  test(text: string): boolean;
}

/**
 * A regular expression with the flag `u` whose `test` takes time proportional to the length of the text. A RegExp may take the square of
 * it, or worse, so it is asked only about short texts.
 *
 * @param maxShort the length, in UTF-16 code units, up to which a RegExp is fast enough
 */
export function boundedPattern(source: string, maxShort: number): Pattern {
  const pattern = new RegExp(source, "u");
  let matcher: LinearMatcher | undefined;
  return {
    test(text) {
      if (text.length <= maxShort) return pattern.test(text);
      matcher ??= matcherOf(source, text);
      takePatternSteps(matcher.stepsPerCharacter * (text.length + 1), source, text);
      return matcher.test(text);
    },
  };
}

/** The lint refuses patterns that have no automaton and take a RegExp long; others come here only without the lint. */
function matcherOf(source: string, text: string): LinearMatcher {
  const machine = patternMachine(source);
  if (machine === undefined) throw new PatternStepsError(source, text);
  return new LinearMatcher(machine);
}
