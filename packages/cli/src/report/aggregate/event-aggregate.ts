import type { EventPlan, PlannedField } from "../event-plan.js";
import { Counter } from "./counter.js";
import { DimensionAggregate } from "./dimension-aggregate.js";
import { GaugeAggregate } from "./gauge-aggregate.js";
import { maxGroups, restGroup } from "./group-slots.js";
import { MeasureAggregate } from "./measure-aggregate.js";
import type { Rows } from "./rows.js";

/** All that a report keeps of the events of one name. */
export class EventAggregate {
  readonly plan: EventPlan;
  readonly events = new Counter();
  readonly measures: readonly MeasureAggregate[];
  readonly gauges: readonly GaugeAggregate[];
  readonly dimensions: readonly DimensionAggregate[];
  /** How often each field is there that can be absent. */
  readonly presence: ReadonlyMap<PlannedField, Counter>;
  /** When there were events of each group: their number, the first and the last. */
  readonly groups = new Map<number, { count: number; first: number; last: number }>();
  /** Unix time in seconds. */
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;

  constructor(plan: EventPlan) {
    this.plan = plan;
    this.measures = plan.measures.map((field) => new MeasureAggregate(field));
    this.gauges = plan.counts.map((field) => new GaugeAggregate(field));
    this.dimensions = plan.dimensions.map((field) => new DimensionAggregate(field));
    const fields = [...plan.measures, ...plan.counts, ...plan.dimensions, ...plan.identifiers, ...plan.optional];
    this.presence = new Map(fields.filter((field) => !field.isRequired).map((field) => [field, new Counter()]));
  }

  add(rows: Rows): void {
    const { times, numbers, codes, present } = rows.columns;
    for (let row = 0; row < rows.length; row++) {
      const bucket = rows.buckets[row] as number;
      if (Number.isNaN(bucket)) continue;
      this.events.add(bucket);
      const time = times[row] as number;
      if (time < this.first) this.first = time;
      if (time > this.last) this.last = time;
      this.#addToGroup(rows.groups[row] as number, time);
    }
    const { measures, gauges, dimensions, plan } = this;
    measures.forEach((measure, index) => measure.add(columnAt(numbers, index), rows));
    gauges.forEach((gauge, index) => gauge.add(columnAt(numbers, measures.length + index), rows));
    dimensions.forEach((dimension, index) => dimension.add(columnAt(codes, index), rows));

    [...plan.measures, ...plan.counts].forEach((field, index) =>
      this.#addPresence(field, columnAt(numbers, index), (value) => !Number.isNaN(value), rows),
    );
    [...plan.dimensions, ...plan.identifiers].forEach((field, index) =>
      this.#addPresence(field, columnAt(codes, index), isSet, rows),
    );
    plan.optional.forEach((field, index) => this.#addPresence(field, columnAt(present, index), isSet, rows));
  }

  widen(factor: number): void {
    const parts = [this.events, ...this.measures, ...this.gauges, ...this.dimensions, ...this.presence.values()];
    for (const part of parts) part.widen(factor);
  }

  #addToGroup(code: number, time: number): void {
    const known = this.groups.get(code) ?? (this.groups.size > maxGroups ? this.groups.get(restGroup) : undefined);
    if (known !== undefined) {
      known.count++;
      known.first = Math.min(known.first, time);
      known.last = Math.max(known.last, time);
    } else {
      this.groups.set(this.groups.size >= maxGroups ? restGroup : code, { count: 1, first: time, last: time });
    }
  }

  #addPresence(
    field: PlannedField,
    column: Float64Array | Uint32Array | Uint8Array,
    isThere: (value: number) => boolean,
    { length, buckets }: Rows,
  ): void {
    const counter = this.presence.get(field);
    if (counter === undefined) return;
    for (let row = 0; row < length; row++) {
      const bucket = buckets[row] as number;
      if (!Number.isNaN(bucket) && isThere(column[row] as number)) counter.add(bucket);
    }
  }
}

function columnAt<T>(columns: readonly T[], index: number): T {
  return columns[index] as T;
}

function isSet(value: number): boolean {
  return value !== 0;
}
