import type { Column } from "@metric-events/text";
import type { DimensionReport, EventReport, GaugeReport, MeasureReport, Report } from "../model/report.js";

/** A part of a report, as data that each format writes in its own way. */
export interface Section {
  /** Name of the event that the section is about; `undefined` where it is about all of them. */
  readonly eventName: string | undefined;
  /** A heading: `Shares of repo`. */
  readonly title: string;
  /** The same where the name of the event is beside it: `repo`. */
  readonly shortTitle: string;
  /** What limits the numbers, in a few words each: `in 95 % of the events`. */
  readonly limits: readonly string[];
  /** Sentences that explain the numbers. */
  readonly notes: readonly string[];
  readonly tables: readonly ReportTable[];
  /** What a page draws; without it, a page shows the tables alone. */
  readonly chart?: Chart;
}

export interface ReportTable {
  /** What it is of, where a section has several; rows of `events` are single events, and wide. */
  readonly of?: "limits" | "events";
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** How the number of each row changed from bucket to bucket. */
  readonly trend?: Trend;
  /** The share of each row, where rows are parts of a whole. */
  readonly shares?: readonly number[];
}

export interface Trend {
  /** What changes: `p95`. */
  readonly of: string;
  /** For each row, a number for each bucket; empty for a row without a trend. */
  readonly rows: readonly (readonly (number | undefined)[])[];
}

/** The numbers of a chart. */
export type Chart =
  | { readonly kind: "events" }
  | { readonly kind: "measure"; readonly event: EventReport; readonly measure: MeasureReport }
  | { readonly kind: "gauges"; readonly event: EventReport; readonly gauges: readonly GaugeReport[] }
  | { readonly kind: "dimension"; readonly event: EventReport; readonly dimension: DimensionReport };

/** The sections about one event that a kind of field gives. */
export type EventSections = (event: EventReport, report: Report, options: SectionOptions) => readonly Section[];

export interface SectionOptions {
  /** How many values of a dimension a table lists; the others share one row. */
  readonly maxValues: number;
}

export type ChartOf<Kind extends Chart["kind"]> = Extract<Chart, { readonly kind: Kind }>;
