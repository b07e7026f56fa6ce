import type { Formula } from "../algebra/formula.js";
import type { Pool } from "../algebra/pool.js";

/** One way for an instance to pass a schema, and what that way evaluates. */
export interface Outcome {
  readonly formula: Formula;
  /** The names of the evaluated properties, as a formula about strings. */
  readonly names: Formula;
  /** Items before this index are evaluated. */
  readonly itemsBefore: number;
  /** Items in this set are evaluated at any index. */
  readonly items: Formula;
}

/** Thrown when the ways cannot be enumerated, and caught by the compiler: the schema is unknown then. */
export class OutcomesUnknown extends Error {
  constructor(readonly code: "too-many-branches" | "cyclic-reference" | "unresolved-reference" | "invalid-keyword") {
    super(code);
  }
}

const maxOutcomes = 1024;

export function outcome(pool: Pool, formula: Formula, evaluated: Partial<Omit<Outcome, "formula">> = {}): Outcome {
  return { formula, names: pool.nothing, itemsBefore: 0, items: pool.nothing, ...evaluated };
}

/**
 * Every way of one with every way of the other.
 *
 * @throws OutcomesUnknown when there are too many
 */
export function combine(pool: Pool, left: readonly Outcome[], right: readonly Outcome[]): Outcome[] {
  if (left.length * right.length > maxOutcomes * 8) throw new OutcomesUnknown("too-many-branches");
  const products = left.flatMap((a) =>
    right.map((b) => ({
      formula: pool.all([a.formula, b.formula]),
      names: pool.any([a.names, b.names]),
      itemsBefore: Math.max(a.itemsBefore, b.itemsBefore),
      items: pool.any([a.items, b.items]),
    })),
  );
  const merged = merge(pool, products);
  return limited(merged);
}

/** @throws OutcomesUnknown when there are too many */
export function limited<T extends readonly Outcome[]>(outcomes: T): T {
  if (outcomes.length > maxOutcomes) throw new OutcomesUnknown("too-many-branches");
  return outcomes;
}

/** Merges the ways that evaluate the same. */
export function merge(pool: Pool, outcomes: readonly Outcome[]): Outcome[] {
  const groups = new Map<string, Outcome[]>();
  for (const each of outcomes) {
    if (each.formula === pool.nothing) continue;
    const key = `${each.names.id} ${each.itemsBefore} ${each.items.id}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => ({
    ...(group[0] as Outcome),
    formula: pool.any(group.map(({ formula }) => formula)),
  }));
}
