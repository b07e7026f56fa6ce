import type { PlannedField } from "../columns/event-plan.js";
import type { BatchRows } from "./batch-rows.js";
import type { Widening } from "./bucket-grid.js";
import type { Distribution } from "./distribution.js";
import { ExactStore } from "./exact-store.js";
import { GroupSlots } from "./group-slots.js";
import { Largest } from "./largest.js";
import type { MeasureStore } from "./measure-store.js";
import { SketchStore } from "./sketch-store.js";

/** A measure's quantiles are exact up to this many values; then they come from a sketch. */
export const maxExactValues = 1_000_000;

/** From 2001-09-09 to 2096-10-02, in seconds or in milliseconds: no duration is as long. */
export function isUnixTime(value: number): boolean {
  return value >= 1e9 && (value < 4e9 || (value >= 1e12 && value < 4e12));
}

/** The values of one measure of an event, by group and bucket, and by hour of the week. */
export class MeasureAggregate {
  readonly field: PlannedField;
  /** Values of a duration that are times. They are counted nowhere else. */
  readonly unixTimes = new Largest();
  readonly largest = new Largest();
  readonly #slots = new GroupSlots();
  #store: MeasureStore | ExactStore = new ExactStore();

  constructor(field: PlannedField) {
    this.field = field;
  }

  get store(): MeasureStore {
    return this.#store;
  }

  add(values: Float64Array, { length, buckets, hours, groups, placeOf }: BatchRows): void {
    const isDuration = this.field.unit === "s";
    const store = this.#store;
    for (let row = 0; row < length; row++) {
      const value = values[row] as number;
      const bucket = buckets[row] as number;
      // Absent, or without a usable time.
      if (Number.isNaN(value) || Number.isNaN(bucket)) continue;
      if (isDuration && isUnixTime(value)) {
        this.unixTimes.add(value, placeOf, row);
        continue;
      }
      store.add(value, bucket, this.#slots.slotOf(groups[row] as number), hours[row] as number);
      this.largest.add(value, placeOf, row);
    }
    if (store instanceof ExactStore && store.count > maxExactValues) this.#store = sketched(store);
  }

  widen(widening: Widening): void {
    this.#store.widen(widening);
  }

  /** The groups by their codes. */
  byGroup(): readonly { readonly code: number; readonly slot: number; readonly distribution: Distribution }[] {
    return [...this.#store.bySlot()].map(([slot, distribution]) => ({
      code: this.#slots.codeOf(slot),
      slot,
      distribution,
    }));
  }
}

function sketched(exact: ExactStore): SketchStore {
  const store = new SketchStore();
  for (const { value, bucket, slot, hour } of exact.samples()) store.add(value, bucket, slot, hour);
  return store;
}
