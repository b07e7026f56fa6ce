import { LinearMatcher } from "./linear-matcher.js";
import { patternMachine } from "./pattern-machine.js";

/** What generated code uses of a regular expression. */
export interface Pattern {
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
  let isRegular = true;
  return {
    test(text) {
      if (text.length <= maxShort || !isRegular) return pattern.test(text);
      if (matcher === undefined) {
        const machine = patternMachine(source);
        // The lint refuses patterns for which this may take long.
        if (machine === undefined) {
          isRegular = false;
          return pattern.test(text);
        }
        matcher = new LinearMatcher(machine);
      }
      return matcher.test(text);
    },
  };
}
