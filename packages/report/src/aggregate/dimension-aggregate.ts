import type { PlannedField } from "../columns/event-plan.js";
import type { BatchRows } from "./batch-rows.js";
import type { Widening } from "./bucket-grid.js";
import { BucketMap } from "./bucket-map.js";
import { ValueCounts } from "./value-counts.js";

/** Distinct values that are told apart over all. */
export const maxDistinct = 10_000;
/** And in one bucket of time. */
const maxDistinctInBucket = 200;

/** How often each value of a dimension occurs, over all and in each bucket. */
export class DimensionAggregate {
  readonly field: PlannedField;
  readonly total = new ValueCounts(maxDistinct);
  readonly buckets = new BucketMap<ValueCounts>(
    () => new ValueCounts(maxDistinctInBucket),
    (into, from) => into.merge(from),
  );

  constructor(field: PlannedField) {
    this.field = field;
  }

  add(codes: Uint32Array, { length, buckets, codeOf }: BatchRows): void {
    // Rows of one bucket come together: they are counted first, and added once for each value.
    const counts = new Uint32Array(codeOf.length);
    const totals = new Uint32Array(codeOf.length);
    let bucket = Number.NaN;
    for (let row = 0; row < length; row++) {
      const code = codes[row] as number;
      const next = buckets[row] as number;
      if (Number.isNaN(next) || code === 0) continue;
      if (next !== bucket) {
        this.#flush(counts, totals, bucket, codeOf);
        bucket = next;
      }
      counts[code] = (counts[code] as number) + 1;
    }
    this.#flush(counts, totals, bucket, codeOf);
    addAll(totals, codeOf, this.total);
  }

  widen(widening: Widening): void {
    this.buckets.widen(widening);
  }

  /** Moves the counts of a bucket to those of the batch. */
  #flush(counts: Uint32Array, totals: Uint32Array, bucket: number, codeOf: Uint32Array): void {
    if (Number.isNaN(bucket)) return;
    addAll(counts, codeOf, this.buckets.at(bucket));
    for (let code = 1; code < counts.length; code++) {
      totals[code] = (totals[code] as number) + (counts[code] as number);
      counts[code] = 0;
    }
  }
}

function addAll(counts: Uint32Array, codeOf: Uint32Array, to: ValueCounts): void {
  for (let code = 1; code < counts.length; code++) {
    const count = counts[code] as number;
    if (count > 0) to.add(codeOf[code] as number, count);
  }
}
