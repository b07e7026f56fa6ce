import { boundedPattern, type Pattern } from "@metric-events/runtime";
import { costOfPattern } from "./pattern-cost.js";

/**
 * A pattern of a schema file, which judges texts in linear time even where the lint would refuse it. What it costs is looked into at the first
 * text.
 *
 * @throws {SyntaxError} for what is not a pattern
 */
export function linearPattern(source: string): Pattern {
  // Throws where it is not one.
  RegExp(source, "u");
  let pattern: Pattern | undefined;
  return {
    test(text) {
      pattern ??= boundedPattern(source, costOfPattern(source).maxShort);
      return pattern.test(text);
    },
  };
}
