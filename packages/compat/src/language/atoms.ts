import type { CharSet } from "refa";

/** Characters that all labels treat alike. */
export interface Atom {
  readonly ranges: readonly { readonly min: number; readonly max: number }[];
  /** Whether each of the labels has these characters. */
  readonly isIn: readonly boolean[];
}

/** Splits all characters into as few atoms as the labels allow. */
export function atomsOf(labels: readonly CharSet[], maxCharacter: number): Atom[] {
  const starts = new Set([0]);
  for (const { ranges } of labels) {
    for (const { min, max } of ranges) {
      starts.add(min);
      if (max < maxCharacter) starts.add(max + 1);
    }
  }
  const sorted = [...starts].toSorted((a, b) => a - b);
  const atoms = new Map<string, { ranges: { min: number; max: number }[]; isIn: readonly boolean[] }>();
  for (const [index, min] of sorted.entries()) {
    const max = (sorted[index + 1] ?? maxCharacter + 1) - 1;
    const isIn = labels.map((label) => label.has(min));
    const key = isIn.map(Number).join("");
    const known = atoms.get(key);
    if (known === undefined) atoms.set(key, { ranges: [{ min, max }], isIn });
    else known.ranges.push({ min, max });
  }
  return [...atoms.values()];
}
