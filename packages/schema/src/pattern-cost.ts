import { createRequire } from "node:module";
import type { PatternCost } from "@metric-events/compat/pattern-cost";

const linear: PatternCost = { maxShort: Number.POSITIVE_INFINITY, attack: undefined, hasAutomaton: true };

/**
 * What it costs to match a pattern that is valid under the flag `u`. Looked into only where something is repeated, since a plain anchored
 * pattern takes no more steps than it has characters.
 */
export function costOfPattern(pattern: string): PatternCost {
  if (/^\^[\w\s-]*\$?$/.test(pattern)) return linear;
  const { patternCost } = createRequire(import.meta.url)(
    "@metric-events/compat/pattern-cost",
  ) as typeof import("@metric-events/compat/pattern-cost");
  return patternCost(pattern);
}
