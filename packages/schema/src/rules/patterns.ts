import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { costOfPattern, isPlainPattern } from "../pattern-cost.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";
import { correctedPattern } from "./corrected-pattern.js";

/** How many steps may be taken to look into all patterns of a set but the last, which may take 15 million: some seconds. A pattern with repetitions takes 40,000, a plain one none. */
const maxSteps = 5_000_000;

/** Checks that regular expressions are valid, and that no text takes them long. */
export function checkPatterns(file: SchemaFile, { patternSteps }: LintContext): Problem[] {
  const problems: Problem[] = [];
  const check = (pattern: string, pointer: string, at: "key" | "value"): void => {
    const reason = whyNoPattern(pattern);
    if (reason === undefined) {
      problems.push(...slowPattern(pattern, pointer, at, patternSteps));
      return;
    }
    const params = { pattern, reason, correction: correctedPattern(pattern) };
    problems.push({ code: "bad-pattern", pointer, at, params });
  };
  walk(file.schema, (schema, pointer) => {
    if (!isSchemaObject(schema)) return;
    if (schema.pattern !== undefined) check(schema.pattern, joinPointer(pointer, "pattern"), "value");
    for (const pattern of Object.keys(schema.patternProperties ?? {})) {
      check(pattern, joinPointer(pointer, "patternProperties", pattern), "key");
    }
  });
  return problems;
}

/**
 * A pattern that takes a backtracking engine too long. Others may take the square of a text's length; code that is generated for them hands
 * long texts to an automaton.
 */
function slowPattern(
  pattern: string,
  pointer: string,
  at: "key" | "value",
  counted: LintContext["patternSteps"],
): Problem[] {
  if (counted.taken > maxSteps && !counted.patterns.has(pattern) && !isPlainPattern(pattern)) {
    return [{ code: "slow-pattern", pointer, at, params: { pattern, attack: undefined, isUnknown: true } }];
  }
  const { attack, maxShort, hasAutomaton, steps } = costOfPattern(pattern);
  if (!counted.patterns.has(pattern)) counted.taken += steps;
  counted.patterns.add(pattern);
  if (attack === undefined && (hasAutomaton || maxShort === Number.POSITIVE_INFINITY)) return [];
  return [{ code: "slow-pattern", pointer, at, params: { pattern, attack, isUnknown: false } }];
}

function whyNoPattern(pattern: string): string | undefined {
  try {
    RegExp(pattern, "u");
    return undefined;
  } catch (error) {
    // V8's message repeats the pattern before the reason.
    return error instanceof Error ? error.message.slice(error.message.lastIndexOf(": ") + 2) : String(error);
  }
}
