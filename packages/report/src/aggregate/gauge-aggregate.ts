import type { PlannedField } from "../columns/event-plan.js";
import type { BatchRows } from "./batch-rows.js";
import type { Widening } from "./bucket-grid.js";
import { BucketMap } from "./bucket-map.js";
import { FieldSuspects } from "./field-suspects.js";

/** A number of things, logged at several moments. */
export interface Gauge {
  firstTime: number;
  first: number;
  lastTime: number;
  last: number;
  min: number;
  max: number;
  /** Of all values. */
  sum: number;
  count: number;
}

const emptyGauge = (): Gauge => ({
  firstTime: Number.POSITIVE_INFINITY,
  first: Number.NaN,
  lastTime: Number.NEGATIVE_INFINITY,
  last: Number.NaN,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  sum: 0,
  count: 0,
});

function addTo(gauge: Gauge, time: number, value: number): void {
  if (time < gauge.firstTime) {
    gauge.firstTime = time;
    gauge.first = value;
  }
  if (time >= gauge.lastTime) {
    gauge.lastTime = time;
    gauge.last = value;
  }
  if (value < gauge.min) gauge.min = value;
  if (value > gauge.max) gauge.max = value;
  gauge.sum += value;
  gauge.count++;
}

export function mergeGauge(into: Gauge, from: Gauge): void {
  if (from.firstTime < into.firstTime) {
    into.firstTime = from.firstTime;
    into.first = from.first;
  }
  if (from.lastTime >= into.lastTime) {
    into.lastTime = from.lastTime;
    into.last = from.last;
  }
  into.min = Math.min(into.min, from.min);
  into.max = Math.max(into.max, from.max);
  into.sum += from.sum;
  into.count += from.count;
}

/** One count of an event, by series and bucket. */
export class GaugeAggregate {
  readonly field: PlannedField;
  /** Values that look wrong by themselves. They are counted nowhere else. */
  readonly suspects: FieldSuspects;
  /** By the number of the series. */
  readonly cells: (BucketMap<Gauge> | undefined)[] = [];
  #cellCount = 0;

  constructor(field: PlannedField) {
    this.field = field;
    this.suspects = new FieldSuspects(field);
  }

  get cellCount(): number {
    return this.#cellCount;
  }

  add(values: Float64Array, rows: BatchRows, series: Uint32Array): void {
    const { columns, length, buckets, suspects } = rows;
    for (let row = 0; row < length; row++) {
      const value = values[row] as number;
      const bucket = buckets[row] as number;
      if (Number.isNaN(value) || Number.isNaN(bucket)) continue;
      if (suspects?.[row] === 1) {
        this.suspects.note(value, rows, row);
        continue;
      }
      const cells = (this.cells[series[row] as number] ??= new BucketMap(() => this.#newGauge(), mergeGauge));
      addTo(cells.at(bucket), columns.times[row] as number, value);
    }
  }

  widen(widening: Widening): void {
    this.#cellCount = 0;
    for (const cells of this.cells) {
      cells?.widen(widening);
      this.#cellCount += cells?.size ?? 0;
    }
  }

  #newGauge(): Gauge {
    this.#cellCount++;
    return emptyGauge();
  }
}
