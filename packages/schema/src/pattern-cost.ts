import { createRequire } from "node:module";
import type { PatternCost } from "@metric-events/compat/pattern-cost";

const linear: PatternCost = { maxShort: Number.POSITIVE_INFINITY, attack: undefined, hasAutomaton: true, steps: 0 };

/**
 * What it costs to match a pattern that is valid under the flag `u`. Looked into only where something is repeated, since a plain anchored
 * pattern takes no more steps than it has characters.
 */
export function costOfPattern(pattern: string): PatternCost {
  if (isPlainPattern(pattern)) return linear;
  const known = costs.get(pattern);
  if (known !== undefined) return known;
  const { patternCost } = createRequire(import.meta.url)(
    "@metric-events/compat/pattern-cost",
  ) as typeof import("@metric-events/compat/pattern-cost");
  const cost = patternCost(pattern);
  if (costs.size >= maxKnownCosts) costs.clear();
  costs.set(pattern, cost);
  return cost;
}

/** What was found out: the lint, generators and validators ask about the same patterns, of each release again. */
const costs = new Map<string, PatternCost>();
const maxKnownCosts = 10_000;

/** Whether a pattern repeats nothing and begins at the start, so that it takes no more steps than it has characters. */
export function isPlainPattern(pattern: string): boolean {
  return /^\^[\w\s-]*\$?$/.test(pattern);
}
