import type { EventPlan, PlannedField } from "../columns/event-plan.js";
import type { BatchRows } from "./batch-rows.js";
import type { Widening } from "./bucket-grid.js";
import { Counter } from "./counter.js";
import { DimensionAggregate } from "./dimension-aggregate.js";
import { GaugeAggregate } from "./gauge-aggregate.js";
import { MeasureAggregate } from "./measure-aggregate.js";
import { SeriesTable } from "./series-table.js";

/** Everything that a report keeps about the events of one name. */
export class EventAggregate {
  readonly plan: EventPlan;
  readonly events = new Counter();
  readonly measures: readonly MeasureAggregate[];
  readonly gauges: readonly GaugeAggregate[];
  readonly dimensions: readonly DimensionAggregate[];
  /** How often each optional field is present. */
  readonly presence: ReadonlyMap<PlannedField, Counter>;
  readonly series: SeriesTable;
  /** Unix time in seconds. */
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;

  /** @param mainDimension path of the one that breaks a report down by default. */
  constructor(plan: EventPlan, mainDimension: string | undefined) {
    this.plan = plan;
    this.series = new SeriesTable(plan, mainDimension);
    this.measures = plan.measures.map((field) => new MeasureAggregate(field));
    this.gauges = plan.counts.map((field) => new GaugeAggregate(field));
    this.dimensions = plan.dimensions.map((field) => new DimensionAggregate(field));
    const fields = [...plan.measures, ...plan.counts, ...plan.dimensions, ...plan.identifiers, ...plan.optional];
    this.presence = new Map(fields.filter((field) => !field.isRequired).map((field) => [field, new Counter()]));
  }

  add(rows: BatchRows): void {
    const { times, numbers, codes, present } = rows.columns;
    this.events.addRows(rows.buckets, undefined);
    const series = this.series.ofRows(rows.columns, rows.groups, rows.codeOf);
    this.#addTimes(times, rows, series);
    const { measures, gauges, dimensions, plan } = this;
    measures.forEach((measure, index) => measure.add(columnAt(numbers, index), rows));
    gauges.forEach((gauge, index) => gauge.add(columnAt(numbers, measures.length + index), rows, series));
    dimensions.forEach((dimension, index) => dimension.add(columnAt(codes, index), rows));

    const columnsOf = [
      ...[...plan.measures, ...plan.counts].map((field, index) => [field, columnAt(numbers, index)] as const),
      ...[...plan.dimensions, ...plan.identifiers].map((field, index) => [field, columnAt(codes, index)] as const),
      ...plan.optional.map((field, index) => [field, columnAt(present, index)] as const),
    ];
    for (const [field, column] of columnsOf) this.presence.get(field)?.addRows(rows.buckets, column);
  }

  /** How many values of counts are kept. */
  get cellCount(): number {
    return this.gauges.reduce((sum, gauge) => sum + gauge.cellCount, 0);
  }

  widen(widening: Widening): void {
    const parts = [this.events, ...this.measures, ...this.gauges, ...this.dimensions, ...this.presence.values()];
    for (const part of parts) part.widen(widening);
  }

  #addTimes(times: Float64Array, { buckets, length }: BatchRows, series: Uint32Array): void {
    for (let row = 0; row < length; row++) {
      if (Number.isNaN(buckets[row])) continue;
      const time = times[row] as number;
      if (time < this.first) this.first = time;
      if (time > this.last) this.last = time;
      this.series.note(series[row] as number, time);
    }
  }
}

function columnAt<T>(columns: readonly T[], index: number): T {
  return columns[index] as T;
}
