import type { EventOrigin } from "@metric-events/reader";
import { numberJudge } from "@metric-events/runtime";
import { maxGroups, restGroup } from "../aggregate/group-slots.js";
import { Grouping } from "../aggregate/grouping.js";
import type { OriginatedColumns } from "../columns/columns.js";
import type { Dictionary } from "../columns/dictionary.js";
import { type RowTest, rowTest } from "../watch/row-test.js";
import { CountedCells } from "./counted-cells.js";
import type { Objective } from "./objective.js";

/** What a batch has besides its columns. */
interface Batch {
  readonly dictionary: readonly string[];
  /** Codes of the batch → codes of the report. */
  readonly codeOf: Uint32Array;
  readonly origins: readonly EventOrigin[];
  readonly isPlaced: (time: number) => boolean;
}

/** Counts the good and the bad events of an objective, by group and quarter of an hour. */
export class ObjectiveAggregate {
  readonly objective: Objective;
  readonly all = new CountedCells();
  /** By the codes of {@link grouping}. */
  readonly groups = new Map<number, CountedCells>();
  readonly grouping: Grouping;
  /** Unix time of the first event that counts. */
  first = Number.POSITIVE_INFINITY;

  /** @param dictionary of the report. */
  constructor(objective: Objective, dictionary: Dictionary) {
    this.objective = objective;
    this.grouping = new Grouping(objective.watch.by, dictionary);
  }

  add(events: readonly OriginatedColumns[], { dictionary, codeOf, origins, isPlaced }: Batch): void {
    const { watch, good } = this.objective;
    const columns = events.find(({ eventName }) => eventName === watch.plan.eventName);
    if (columns === undefined) return;
    const isCounted = rowTest(watch.where, columns, { dictionary, origins });
    const values = watch.number === undefined ? undefined : columns.numbers[watch.number.index];
    const isGood = goodTest(good, values, columns, { dictionary, origins });
    const judge = numberJudge(watch.number?.field ?? {});
    // What the percentiles leave out does not count here either: an absent value, and one that looks wrong by itself.
    const hasValue = (row: number): boolean => {
      const value = values?.[row];
      return value === undefined || !(Number.isNaN(value) || judge(value) !== undefined);
    };
    const groups = this.grouping.ofRows(columns, watch.plan, codeOf, { numbers: columns.origins, origins });
    for (let row = 0; row < columns.times.length; row++) {
      const time = columns.times[row] as number;
      if (!isPlaced(time) || !hasValue(row) || !isCounted(row)) continue;
      const isBad = !isGood(row);
      if (time < this.first) this.first = time;
      this.all.add(time, isBad);
      if (watch.by.length > 0) this.#groupOf(groups[row] as number).add(time, isBad);
    }
  }

  #groupOf(code: number): CountedCells {
    const known = this.groups.get(code);
    if (known !== undefined) return known;
    if (this.groups.size >= maxGroups && code !== restGroup) return this.#groupOf(restGroup);
    const cells = new CountedCells();
    this.groups.set(code, cells);
    return cells;
  }
}

function goodTest(
  good: Objective["good"],
  values: Float64Array | undefined,
  columns: OriginatedColumns,
  meaning: Pick<Batch, "dictionary" | "origins">,
): RowTest {
  if (good.kind === "conditions") return rowTest(good.tests, columns, meaning);
  const { kind, limit } = good;
  return kind === "below" ? (row) => (values?.[row] as number) < limit : (row) => (values?.[row] as number) > limit;
}
