import { ExactDistribution } from "./exact-distribution.js";
import type { MeasureStore, Sample } from "./measure-store.js";

const firstCapacity = 1024;

/** Keeps all values, 14 bytes each. */
export class ExactStore implements MeasureStore {
  count = 0;
  #values = new Float64Array(firstCapacity);
  #buckets = new Int32Array(firstCapacity);
  #slots = new Uint8Array(firstCapacity);
  #hours = new Uint8Array(firstCapacity);

  add(value: number, bucket: number, slot: number, hour: number): void {
    if (this.count === this.#values.length) this.#grow();
    const index = this.count++;
    this.#values[index] = value;
    this.#buckets[index] = bucket;
    this.#slots[index] = slot;
    this.#hours[index] = hour;
  }

  widen(factor: number): void {
    const buckets = this.#buckets;
    for (let index = 0; index < this.count; index++) buckets[index] = Math.floor((buckets[index] as number) / factor);
  }

  total(): ExactDistribution {
    return new ExactDistribution(this.#values.slice(0, this.count));
  }

  bySlot(): ReadonlyMap<number, ExactDistribution> {
    return partition(this.#values, this.#slots, this.count);
  }

  byBucket(): ReadonlyMap<number, ExactDistribution> {
    return partition(this.#values, this.#buckets, this.count);
  }

  slotByBucket(slot: number): ReadonlyMap<number, ExactDistribution> {
    const values = new Float64Array(this.count);
    const buckets = new Int32Array(this.count);
    let found = 0;
    for (let index = 0; index < this.count; index++) {
      if (this.#slots[index] !== slot) continue;
      values[found] = this.#values[index] as number;
      buckets[found++] = this.#buckets[index] as number;
    }
    return partition(values, buckets, found);
  }

  byHour(): ReadonlyMap<number, ExactDistribution> {
    return partition(this.#values, this.#hours, this.count);
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

  #grow(): void {
    const capacity = 2 * this.#values.length;
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

/** The values of each key, in their order. */
function partition(
  values: Float64Array,
  keys: Int32Array | Uint8Array,
  count: number,
): ReadonlyMap<number, ExactDistribution> {
  // Keys → numbers from 0 on, and how many values each has.
  const partOf = new Map<number, number>();
  const parts = new Uint32Array(count);
  const sizes: number[] = [];
  let last = Number.NaN;
  let part = 0;
  for (let index = 0; index < count; index++) {
    const key = keys[index] as number;
    if (key !== last) {
      part = partOf.get(key) ?? sizes.push(0) - 1;
      partOf.set(key, part);
      last = key;
    }
    parts[index] = part;
    sizes[part] = (sizes[part] as number) + 1;
  }
  const columns = sizes.map((size) => new Float64Array(size));
  const filled = sizes.map(() => 0);
  for (let index = 0; index < count; index++) {
    const to = parts[index] as number;
    const position = filled[to] as number;
    (columns[to] as Float64Array)[position] = values[index] as number;
    filled[to] = position + 1;
  }
  return new Map([...partOf].map(([key, to]) => [key, new ExactDistribution(columns[to] ?? new Float64Array(0))]));
}
