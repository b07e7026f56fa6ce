import type { PlannedField } from "../columns/event-plan.js";
import type { BatchRows } from "./batch-rows.js";
import type { Widening } from "./bucket-grid.js";
import type { Distribution } from "./distribution.js";
import { ExactStore } from "./exact-store.js";
import { FieldSuspects } from "./field-suspects.js";
import { GroupSlots } from "./group-slots.js";
import { Largest } from "./largest.js";
import type { MeasureStore } from "./measure-store.js";
import { SketchStore } from "./sketch-store.js";

/** A measure's quantiles are exact up to this many values; then they come from a sketch. */
export const maxExactValues = 1_000_000;

/** The values of one measure of an event, by group and bucket, and by hour of the week. */
export class MeasureAggregate {
  readonly field: PlannedField;
  /** Values that look wrong by themselves. They are counted nowhere else. */
  readonly suspects: FieldSuspects;
  readonly largest = new Largest();
  readonly #slots = new GroupSlots();
  #store: MeasureStore | ExactStore = new ExactStore();

  constructor(field: PlannedField) {
    this.field = field;
    this.suspects = new FieldSuspects(field);
  }

  get store(): MeasureStore {
    return this.#store;
  }

  add(values: Float64Array, rows: BatchRows): void {
    const { length, buckets, hours, groups, suspects, exampleOf } = rows;
    const { times } = rows.columns;
    const store = this.#store;
    for (let row = 0; row < length; row++) {
      const value = values[row] as number;
      const bucket = buckets[row] as number;
      // Absent, or without a usable time.
      if (Number.isNaN(value) || Number.isNaN(bucket)) continue;
      if (suspects?.[row] === 1) {
        this.suspects.note(value, rows, row);
        continue;
      }
      store.add(value, bucket, this.#slots.slotOf(groups[row] as number), hours[row] as number);
      this.largest.add(value, times[row] as number, exampleOf, row);
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
