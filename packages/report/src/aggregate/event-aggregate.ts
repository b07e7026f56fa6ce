import type { EventPlan, PlannedField } from "../columns/event-plan.js";
import type { BatchRows } from "./batch-rows.js";
import type { Widening } from "./bucket-grid.js";
import { Counter } from "./counter.js";
import { DimensionAggregate } from "./dimension-aggregate.js";
import { GaugeAggregate } from "./gauge-aggregate.js";
import { maxGroups, restGroup } from "./group-slots.js";
import { MeasureAggregate } from "./measure-aggregate.js";

/** All that a report keeps of the events of one name. */
export class EventAggregate {
  readonly plan: EventPlan;
  readonly events = new Counter();
  readonly measures: readonly MeasureAggregate[];
  readonly gauges: readonly GaugeAggregate[];
  readonly dimensions: readonly DimensionAggregate[];
  /** How often each field is there that can be absent. */
  readonly presence: ReadonlyMap<PlannedField, Counter>;
  readonly groups = new Map<number, GroupSpan>();
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

  add(rows: BatchRows): void {
    const { times, numbers, codes, present } = rows.columns;
    this.events.addRows(rows.buckets, undefined);
    this.#addTimes(times, rows);
    const { measures, gauges, dimensions, plan } = this;
    measures.forEach((measure, index) => measure.add(columnAt(numbers, index), rows));
    gauges.forEach((gauge, index) => gauge.add(columnAt(numbers, measures.length + index), rows));
    dimensions.forEach((dimension, index) => dimension.add(columnAt(codes, index), rows));

    const columnsOf = [
      ...[...plan.measures, ...plan.counts].map((field, index) => [field, columnAt(numbers, index)] as const),
      ...[...plan.dimensions, ...plan.identifiers].map((field, index) => [field, columnAt(codes, index)] as const),
      ...plan.optional.map((field, index) => [field, columnAt(present, index)] as const),
    ];
    for (const [field, column] of columnsOf) this.presence.get(field)?.addRows(rows.buckets, column);
  }

  widen(widening: Widening): void {
    const parts = [this.events, ...this.measures, ...this.gauges, ...this.dimensions, ...this.presence.values()];
    for (const part of parts) part.widen(widening);
  }

  #addTimes(times: Float64Array, { buckets, groups, length }: BatchRows): void {
    let code = -1;
    let group: GroupSpan | undefined;
    for (let row = 0; row < length; row++) {
      if (Number.isNaN(buckets[row])) continue;
      const time = times[row] as number;
      if (time < this.first) this.first = time;
      if (time > this.last) this.last = time;
      if (group === undefined || groups[row] !== code) {
        code = groups[row] as number;
        group = this.#groupOf(code);
      }
      group.count++;
      if (time < group.first) group.first = time;
      if (time > group.last) group.last = time;
    }
  }

  #groupOf(code: number): GroupSpan {
    const known = this.groups.get(code);
    if (known !== undefined) return known;
    if (this.groups.size >= maxGroups && code !== restGroup) return this.#groupOf(restGroup);
    const span = { count: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
    this.groups.set(code, span);
    return span;
  }
}

function columnAt<T>(columns: readonly T[], index: number): T {
  return columns[index] as T;
}

/** When there were events of a group: their number, the first and the last. */
interface GroupSpan {
  count: number;
  first: number;
  last: number;
}
