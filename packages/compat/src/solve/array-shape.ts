import type { Formula } from "../algebra/formula.js";
import type { Goal } from "./goal.js";

/** How many items from an index on are in a set. */
interface Count {
  readonly from: number;
  readonly value: Formula;
  readonly min: number;
  readonly max: number;
}

/** What a goal asks of an array, by position. */
export interface ArrayShape {
  readonly min: number;
  readonly max: number;
  readonly counts: readonly Count[];
  /** From this index on, every position is like every other. */
  readonly tail: number;
  goalsAt(index: number): readonly Formula[];
}

export function shapeOf({ leaves }: Goal): ArrayShape {
  let min = 0;
  let max = Number.POSITIVE_INFINITY;
  let tail = 0;
  const counts = new Map<string, Count>();
  const everyFrom: { readonly from: number; readonly value: Formula }[] = [];
  const byIndex = new Map<number, Formula[]>();
  for (const leaf of leaves) {
    if (leaf.kind === "size" && leaf.side === "min") min = Math.max(min, leaf.size);
    if (leaf.kind === "size" && leaf.side === "max") max = Math.min(max, leaf.size);
    if (leaf.kind === "item") {
      tail = Math.max(tail, leaf.index + 1);
      const known = byIndex.get(leaf.index);
      if (known === undefined) byIndex.set(leaf.index, [leaf.value]);
      else known.push(leaf.value);
    }
    if (leaf.kind === "items") {
      tail = Math.max(tail, leaf.from);
      everyFrom.push(leaf);
    }
    if (leaf.kind !== "count") continue;
    tail = Math.max(tail, leaf.from);
    const key = `${leaf.from} ${leaf.value.id}`;
    const known = counts.get(key) ?? { from: leaf.from, value: leaf.value, min: 0, max: Number.POSITIVE_INFINITY };
    const isMin = leaf.side === "min";
    counts.set(key, {
      ...known,
      min: isMin ? Math.max(known.min, leaf.count) : known.min,
      max: isMin ? known.max : Math.min(known.max, leaf.count),
    });
  }
  const goalsAt = (index: number): Formula[] => [
    ...(byIndex.get(index) ?? []),
    ...everyFrom.filter(({ from }) => index >= from).map(({ value }) => value),
  ];
  return { min, max, tail, counts: [...counts.values()], goalsAt };
}
