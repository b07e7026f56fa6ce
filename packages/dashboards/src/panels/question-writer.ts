import type { BreakdownSeries, CountSeries, EventSeries, MeasureSeries, SeriesLabel } from "@metric-events/metrics";
import type { Objective } from "@metric-events/report";

/** A query, and what its lines are called. */
export interface PanelQuery {
  readonly expr: string;
  /** `{{flavor}}` stands for the value of a label. */
  readonly legend: string;
  /** Whether one value of the whole time is asked for, instead of one for each step. */
  readonly isInstant?: true;
  /** Whether it is for a heat map. */
  readonly isHeatmap?: true;
}

/** A time of a query: that which the dashboard shows, the step of its lines, or a fixed one. */
export type QueryTime = "range" | "step" | "hour" | "day";

/** Writes the questions of panels in the language of a system. */
export interface QuestionWriter {
  /** How many events there were. */
  events(event: EventSeries, by: readonly SeriesLabel[], time: QueryTime): string;
  /** How many there were by a dimension with many values: the ten with most. */
  top(event: EventSeries, breakdown: BreakdownSeries, time: QueryTime): string;
  /** How many values of a dimension there were. */
  distinct(event: EventSeries, breakdown: BreakdownSeries, time: QueryTime): string;
  quantile(event: EventSeries, measure: MeasureSeries, share: number, by: readonly SeriesLabel[]): string;
  /** Values by bucket; `undefined` where there are no buckets. */
  heatmap(event: EventSeries, measure: MeasureSeries): string | undefined;
  /** The last value, added up over hosts. */
  last(event: EventSeries, count: CountSeries, by: readonly SeriesLabel[]): string;
  sum(event: EventSeries, count: CountSeries, by: readonly SeriesLabel[], time: QueryTime): string;
  /** Seconds between two events of one place. */
  interval(event: EventSeries, by: readonly SeriesLabel[]): string;
  /** The share of good events. @throws {UnsupportedQuestion} */
  goodShare(
    event: EventSeries,
    objective: Objective,
    time: QueryTime | { readonly seconds: number },
  ): { readonly expr: string; readonly by: readonly string[] };
}
