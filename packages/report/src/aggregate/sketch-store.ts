import type { Widening } from "./bucket-grid.js";
import { BucketMap } from "./bucket-map.js";
import type { MeasureStore } from "./measure-store.js";
import { SketchDistribution } from "./sketch-distribution.js";

/** A sketch for each slot and bucket, and for each hour of the week. */
export class SketchStore implements MeasureStore {
  count = 0;
  readonly #slots = new Map<number, BucketMap<SketchDistribution>>();
  readonly #hours = new Map<number, SketchDistribution>();

  add(value: number, bucket: number, slot: number, hour: number): void {
    this.count++;
    this.#slotOf(slot).at(bucket).add(value);
    let inHour = this.#hours.get(hour);
    if (inHour === undefined) {
      inHour = new SketchDistribution();
      this.#hours.set(hour, inHour);
    }
    inHour.add(value);
  }

  widen(widening: Widening): void {
    for (const buckets of this.#slots.values()) buckets.widen(widening);
  }

  total(): SketchDistribution {
    return merged(this.#hours.values());
  }

  bySlot(): ReadonlyMap<number, SketchDistribution> {
    return new Map([...this.#slots].map(([slot, buckets]) => [slot, merged(buckets.values())]));
  }

  byBucket(): ReadonlyMap<number, SketchDistribution> {
    const all = new Map<number, SketchDistribution[]>();
    for (const buckets of this.#slots.values()) {
      for (const [bucket, sketch] of buckets.entries()) all.set(bucket, [...(all.get(bucket) ?? []), sketch]);
    }
    return new Map([...all].map(([bucket, parts]) => [bucket, merged(parts)]));
  }

  bySlotAndBucket(): ReadonlyMap<number, ReadonlyMap<number, SketchDistribution>> {
    return new Map([...this.#slots].map(([slot, buckets]) => [slot, new Map(buckets.entries())]));
  }

  byHour(): ReadonlyMap<number, SketchDistribution> {
    return this.#hours;
  }

  #slotOf(slot: number): BucketMap<SketchDistribution> {
    let buckets = this.#slots.get(slot);
    if (buckets === undefined) {
      buckets = new BucketMap(
        () => new SketchDistribution(),
        (into, from) => into.merge(from),
      );
      this.#slots.set(slot, buckets);
    }
    return buckets;
  }
}

function merged(parts: Iterable<SketchDistribution>): SketchDistribution {
  const all = new SketchDistribution();
  for (const part of parts) all.merge(part);
  return all;
}
