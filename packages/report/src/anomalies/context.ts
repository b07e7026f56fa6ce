import type { LineExamples } from "../model/line-examples.js";
import type { EventSignals } from "../signals/event-signals.js";

/** What detectors know beside sums. */
export interface DetectorContext extends LineExamples {
  readonly events: readonly EventSignals[];
  readonly stepSeconds: number;
  /** Path of the dimension that most events have. */
  readonly main: string | undefined;
}

/** Hosts in the order of their names, each once. */
export function hostNames(origins: Iterable<number>, { hostOf }: DetectorContext): readonly string[] {
  return [...new Set([...origins].flatMap((origin) => hostOf(origin) ?? []))].toSorted();
}

/** The place of a column in cells; -1 where it is not there. */
export function columnOf({ columns, own }: EventSignals, kind: string, path: string): number {
  const index = columns.findIndex((column) => column.kind === kind && column.field.path === path);
  return index < 0 ? -1 : own + index;
}

/** Items by what they have in common, in their order. */
export function groupedBy<Item, Key>(
  items: Iterable<Item>,
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
