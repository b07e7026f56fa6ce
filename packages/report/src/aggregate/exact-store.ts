import type { Widening } from "./bucket-grid.js";
import { ExactDistribution } from "./exact-distribution.js";
import type { MeasureStore, Sample } from "./measure-store.js";
import { numberKeys, partition } from "./partition.js";

const firstCapacity = 1024;

/** Keeps all values, 14 bytes each. */
export class ExactStore implements MeasureStore {
  count = 0;
  // Most measures of a large catalogue have no value in a log.
  #values = new Float64Array(0);
  #buckets = new Int32Array(0);
  #slots = new Uint8Array(0);
  #hours = new Uint8Array(0);

  add(value: number, bucket: number, slot: number, hour: number): void {
    if (this.count === this.#values.length) this.#grow();
    const index = this.count++;
    this.#values[index] = value;
    this.#buckets[index] = bucket;
    this.#slots[index] = slot;
    this.#hours[index] = hour;
  }

  widen(widening: Widening): void {
    const buckets = this.#buckets;
    for (let index = 0; index < this.count; index++) buckets[index] = widening(buckets[index] as number);
  }

  total(): ExactDistribution {
    return new ExactDistribution(this.#values.slice(0, this.count));
  }

  bySlot(): ReadonlyMap<number, ExactDistribution> {
    return this.#by(this.#slots);
  }

  byBucket(): ReadonlyMap<number, ExactDistribution> {
    return this.#by(this.#buckets);
  }

  bySlotAndBucket(): ReadonlyMap<number, ReadonlyMap<number, ExactDistribution>> {
    const slots = numberKeys(this.#slots, this.count);
    const buckets = numberKeys(this.#buckets, this.count);
    const width = buckets.keys.length;
    const numbers = slots.numbers.map((slot, index) => slot * width + (buckets.numbers[index] as number));
    const parts = partition(this.#values, numbers, slots.keys.length * width);
    return new Map(
      slots.keys.map((slot, index) => [
        slot,
        distributions(buckets.keys, parts.slice(index * width, (index + 1) * width)),
      ]),
    );
  }

  byHour(): ReadonlyMap<number, ExactDistribution> {
    return this.#by(this.#hours);
  }

  *samples(): Generator<Sample> {
    for (let index = 0; index < this.count; index++) {
      yield {
        value: this.#values[index] as number,
        bucket: this.#buckets[index] as number,
        slot: this.#slots[index] as number,
        hour: this.#hours[index] as number,
      };
    }
  }

  #by(keys: Int32Array | Uint8Array): ReadonlyMap<number, ExactDistribution> {
    const numbered = numberKeys(keys, this.count);
    return distributions(numbered.keys, partition(this.#values, numbered.numbers, numbered.keys.length));
  }

  #grow(): void {
    const capacity = Math.max(firstCapacity, 2 * this.#values.length);
    this.#values = grown(this.#values, new Float64Array(capacity));
    this.#buckets = grown(this.#buckets, new Int32Array(capacity));
    this.#slots = grown(this.#slots, new Uint8Array(capacity));
    this.#hours = grown(this.#hours, new Uint8Array(capacity));
  }
}

function grown<Column extends Float64Array | Int32Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

/** Those of parts that have values, by key. */
function distributions(
  keys: readonly number[],
  parts: readonly Float64Array[],
): ReadonlyMap<number, ExactDistribution> {
  return new Map(
    keys.flatMap((key, index) => {
      const values = parts[index];
      return values === undefined || values.length === 0 ? [] : [[key, new ExactDistribution(values)] as const];
    }),
  );
}
