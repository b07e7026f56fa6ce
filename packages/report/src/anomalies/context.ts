import type { AnomalyExample } from "../model/anomaly.js";
import type { CellTable } from "../signals/cell-table.js";
import { cell, type EventSignals } from "../signals/event-signals.js";

/** What detectors know beside sums. */
export interface DetectorContext {
  readonly events: readonly EventSignals[];
  readonly stepSeconds: number;
  /** The name of the host of an origin, or of its log where nobody knows the host; `undefined` where there is but one log of no host. */
  readonly hostOf: (origin: number) => string | undefined;
  readonly textOf: (code: number) => string | undefined;
  readonly exampleAt: (place: number, more?: Partial<AnomalyExample>) => AnomalyExample;
  /** Name of the dimension that most events have. */
  readonly main: string | undefined;
}

/** A step of time with the sums of its cell, as columns of {@link EventSignals}. */
export interface Step {
  readonly step: number;
  readonly columns: Float64Array;
}

/** Hosts in the order of their names, each once. */
export function hostNames(origins: Iterable<number>, { hostOf }: DetectorContext): readonly string[] {
  return [...new Set([...origins].flatMap((origin) => hostOf(origin) ?? []))].toSorted();
}

/** Sums of several tables, in the order of time. */
export function added(tables: readonly CellTable[]): readonly Step[] {
  const [only, ...others] = tables;
  if (only !== undefined && others.length === 0) return only.inOrder();
  const sums = new Map<number, Float64Array>();
  for (const table of tables) {
    for (const { step, columns } of table.inOrder()) {
      const sum = sums.get(step);
      if (sum === undefined) sums.set(step, columns.slice());
      else addTo(sum, columns);
    }
  }
  return [...sums].map(([step, columns]) => ({ step, columns })).toSorted((left, right) => left.step - right.step);
}

function addTo(sum: Float64Array, columns: Float64Array): void {
  if ((columns[cell.first] as number) < (sum[cell.first] as number)) {
    sum[cell.first] = columns[cell.first] as number;
    sum[cell.place] = columns[cell.place] as number;
  }
  if ((columns[cell.last] as number) > (sum[cell.last] as number)) sum[cell.last] = columns[cell.last] as number;
  sum[cell.count] = (sum[cell.count] as number) + (columns[cell.count] as number);
  for (let column: number = cell.own; column < Math.min(sum.length, columns.length); column++) {
    sum[column] = (sum[column] as number) + (columns[column] as number);
  }
}

/** The places of some columns in cells; -1 for those that are not there. */
export function columnOf({ columns }: EventSignals, kind: string, path: string): number {
  const index = columns.findIndex((column) => column.kind === kind && column.field.path === path);
  return index < 0 ? -1 : cell.own + index;
}

/** Items by what they have in common, in their order. */
export function groupedBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
