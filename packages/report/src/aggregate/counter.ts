import type { Widening } from "./bucket-grid.js";
import { BucketMap } from "./bucket-map.js";

/** How often something happened in each bucket. */
export class Counter {
  total = 0;
  readonly #buckets = new BucketMap<{ count: number }>(
    () => ({ count: 0 }),
    (into, from) => {
      into.count += from.count;
    },
  );

  /** Counts the rows that are placed, and of these the ones that `values` has something for. */
  addRows(buckets: Float64Array, values: Float64Array | Uint32Array | Uint8Array | undefined): void {
    const isThere = values instanceof Float64Array ? isNumber : isSet;
    // Rows of one bucket come together.
    let bucket = Number.NaN;
    let count = 0;
    for (let row = 0; row < buckets.length; row++) {
      const next = buckets[row] as number;
      if (next !== bucket) {
        this.#add(bucket, count);
        bucket = next;
        count = 0;
      }
      if (values === undefined || isThere(values[row] as number)) count++;
    }
    this.#add(bucket, count);
  }

  get(bucket: number): number {
    return this.#buckets.get(bucket)?.count ?? 0;
  }

  widen(widening: Widening): void {
    this.#buckets.widen(widening);
  }

  #add(bucket: number, count: number): void {
    if (count === 0 || Number.isNaN(bucket)) return;
    this.total += count;
    this.#buckets.at(bucket).count += count;
  }
}

function isNumber(value: number): boolean {
  return !Number.isNaN(value);
}

function isSet(value: number): boolean {
  return value !== 0;
}
