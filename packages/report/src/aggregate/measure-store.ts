import type { Widening } from "./bucket-grid.js";
import type { Distribution } from "./distribution.js";

/** The hours of a week, from Monday 00:00. */
export const hoursOfWeek = 168;

/** One value of a measure, and where it belongs. */
export interface Sample {
  readonly value: number;
  readonly bucket: number;
  /** A small number for each group. */
  readonly slot: number;
  readonly hour: number;
}

/** The values of a measure, in such a way that one can ask for the distribution of some of them. */
export interface MeasureStore {
  readonly count: number;
  add(value: number, bucket: number, slot: number, hour: number): void;
  /** Merges buckets into wider ones. */
  widen(widening: Widening): void;
  total(): Distribution;
  bySlot(): ReadonlyMap<number, Distribution>;
  byBucket(): ReadonlyMap<number, Distribution>;
  bySlotAndBucket(): ReadonlyMap<number, ReadonlyMap<number, Distribution>>;
  byHour(): ReadonlyMap<number, Distribution>;
}
