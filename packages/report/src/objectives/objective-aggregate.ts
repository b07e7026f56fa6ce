import { maxGroups } from "../aggregate/group-slots.js";
import { isUnixTime } from "../aggregate/measure-aggregate.js";
import type { EventColumns } from "../columns/columns.js";
import { GroupKeys } from "../watch/group-keys.js";
import { type RowTest, rowTest } from "../watch/row-test.js";
import { CountedCells } from "./counted-cells.js";
import type { Objective } from "./objective.js";

/** What a batch has besides its columns. */
interface Batch {
  readonly dictionary: readonly string[];
  /** Codes of the batch → codes of the report. */
  readonly codeOf: Uint32Array;
  readonly isPlaced: (time: number) => boolean;
}

/** Counts the good and the bad events of an objective, by group and quarter of an hour. */
export class ObjectiveAggregate {
  readonly objective: Objective;
  readonly all = new CountedCells();
  readonly groups = new Map<number, CountedCells>();
  readonly keys = new GroupKeys(maxGroups);
  /** Unix time of the first event that counts. */
  first = Number.POSITIVE_INFINITY;

  constructor(objective: Objective) {
    this.objective = objective;
  }

  add(events: readonly EventColumns[], { dictionary, codeOf, isPlaced }: Batch): void {
    const { watch, good } = this.objective;
    const columns = events.find(({ eventName }) => eventName === watch.plan.eventName);
    if (columns === undefined) return;
    const isCounted = rowTest(watch.where, columns, dictionary);
    const values = watch.number === undefined ? undefined : columns.numbers[watch.number.index];
    const isGood = goodTest(good, values, columns, dictionary);
    const isDuration = watch.number?.field.unit === "s";
    // What the percentiles leave out does not count here either: an absent value, and a Unix time in place of a duration.
    const hasValue = (row: number): boolean => {
      const value = values?.[row];
      return value === undefined || !(Number.isNaN(value) || (isDuration && isUnixTime(value)));
    };
    const by = watch.by.map(({ index }) => columns.codes[index] as Uint32Array);
    for (let row = 0; row < columns.times.length; row++) {
      const time = columns.times[row] as number;
      if (!isPlaced(time) || !hasValue(row) || !isCounted(row)) continue;
      const isBad = !isGood(row);
      if (time < this.first) this.first = time;
      this.all.add(time, isBad);
      if (by.length === 0) continue;
      this.#groupOf(by.map((codes) => codeOf[codes[row] as number] as number)).add(time, isBad);
    }
  }

  #groupOf(codes: readonly number[]): CountedCells {
    const key = this.keys.keyOf(codes);
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    const cells = new CountedCells();
    this.groups.set(key, cells);
    return cells;
  }
}

function goodTest(
  good: Objective["good"],
  values: Float64Array | undefined,
  columns: EventColumns,
  dictionary: readonly string[],
): RowTest {
  if (good.kind === "conditions") return rowTest(good.tests, columns, dictionary);
  const { kind, limit } = good;
  return kind === "below" ? (row) => (values?.[row] as number) < limit : (row) => (values?.[row] as number) > limit;
}
