import type { PlannedField } from "../columns/event-plan.js";
import type { BatchRows } from "./batch-rows.js";
import type { Widening } from "./bucket-grid.js";
import { BucketMap } from "./bucket-map.js";
import { FieldSuspects } from "./field-suspects.js";
import { maxGroups, restGroup } from "./group-slots.js";

/** A number of things, logged at several moments. */
export interface Gauge {
  lastTime: number;
  last: number;
  min: number;
  max: number;
  /** Of all values. */
  sum: number;
  count: number;
}

const emptyGauge = (): Gauge => ({
  lastTime: Number.NEGATIVE_INFINITY,
  last: Number.NaN,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  sum: 0,
  count: 0,
});

function addTo(gauge: Gauge, time: number, value: number): void {
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
  if (from.lastTime >= into.lastTime) {
    into.lastTime = from.lastTime;
    into.last = from.last;
  }
  into.min = Math.min(into.min, from.min);
  into.max = Math.max(into.max, from.max);
  into.sum += from.sum;
  into.count += from.count;
}

/** One count of an event, by group and bucket. */
export class GaugeAggregate {
  readonly field: PlannedField;
  /** Values that look wrong by themselves. They are counted nowhere else. */
  readonly suspects: FieldSuspects;
  readonly cells = new Map<number, BucketMap<Gauge>>();

  constructor(field: PlannedField) {
    this.field = field;
    this.suspects = new FieldSuspects(field);
  }

  add(values: Float64Array, rows: BatchRows): void {
    const { columns, length, buckets, groups } = rows;
    for (let row = 0; row < length; row++) {
      const value = values[row] as number;
      const bucket = buckets[row] as number;
      if (Number.isNaN(value) || Number.isNaN(bucket) || this.suspects.has(value, rows, row)) continue;
      addTo(this.#cellsOf(groups[row] as number).at(bucket), columns.times[row] as number, value);
    }
  }

  widen(widening: Widening): void {
    for (const cells of this.cells.values()) cells.widen(widening);
  }

  #cellsOf(group: number): BucketMap<Gauge> {
    const known = this.cells.get(group);
    if (known !== undefined) return known;
    if (this.cells.size >= maxGroups && group !== restGroup) return this.#cellsOf(restGroup);
    const cells = new BucketMap(emptyGauge, mergeGauge);
    this.cells.set(group, cells);
    return cells;
  }
}
