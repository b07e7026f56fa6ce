import type { Zone } from "@metric-events/text";
import type { QuantileRanges, Summary } from "../aggregate/distribution.js";
import type { Anomaly, AnomalyExample } from "./anomaly.js";
import type { CostReport } from "./cost-report.js";

export type { QuantileRanges, Summary };

/** What logs say: everything that any format of the report shows, as plain data. */
export interface Report {
  /** When it was made. Unix time in seconds, like all times here. */
  readonly madeAt: number;
  readonly zone: Zone;
  readonly selection: Selection;
  readonly input: Input;
  /** What breaks measures and gauges down: a dimension or `host`, or several with commas between them; `undefined` when events have no dimension. */
  readonly by: string | undefined;
  /** When the first and the last event happened; `undefined` without events. */
  readonly range: { readonly first: number; readonly last: number } | undefined;
  readonly bucketSeconds: number;
  /**
   * Starts of the buckets, without a gap. Buckets of up to an hour are all as long; wider ones begin where clocks of the zone do, so that
   * one may be an hour longer or shorter than `bucketSeconds`.
   */
  readonly buckets: readonly number[];
  readonly quantiles: { readonly exactUpTo: number; readonly sketchError: number };
  /** What should hold, in the order of the settings; without those whose events the selection leaves out. */
  readonly objectives: readonly ObjectiveReport[];
  /** What the events cost; `undefined` without prices. */
  readonly cost: CostReport | undefined;
  /** Each figure beside its former value; `undefined` where nothing was compared. */
  readonly comparison: ReportComparison | undefined;
  /** One for each event name in the logs, in the order of the names. */
  readonly events: readonly EventReport[];
  /** What looks wrong, the worst first; empty when all is well. */
  readonly findings: readonly Anomaly[];
  /** Findings that the settings say not to show. */
  readonly silenced: readonly SilencedFinding[];
}

export interface SilencedFinding {
  readonly finding: Anomaly;
  readonly reason: string;
  /** The last day on which it is silenced. */
  readonly until: string | undefined;
}

/** Two reports, figure by figure. */
export interface ReportComparison {
  /** What the former values are of. */
  readonly against: {
    readonly selection: Selection;
    readonly files: readonly string[];
    readonly range: Report["range"];
    readonly events: number;
    readonly findings: number;
    /** For each measure of each event, as in the report: the page draws it beside the present one. */
    readonly buckets: readonly number[];
    readonly timelines: readonly {
      readonly event: string;
      readonly field: string;
      readonly p95: readonly (number | undefined)[];
    }[];
  };
  /** In the order of the report: counts, quantiles and shares. */
  readonly changes: readonly FigureChange[];
}

/** A figure and its former value. */
export interface FigureChange {
  readonly event: string;
  readonly of:
    | { readonly kind: "count" }
    | {
        readonly kind: "quantile";
        readonly field: string;
        readonly unit: string | undefined;
        readonly quantile: "p50" | "p95";
        /** The group; missing for all values together. */
        readonly group?: string | undefined;
      }
    | { readonly kind: "share"; readonly field: string; readonly value: string };
  /** `undefined` where there is none. */
  readonly now: number | undefined;
  readonly before: number | undefined;
  /** How many standard errors lie between the two; `undefined` where there are too few values to say. */
  readonly deviations: number | undefined;
  /** Whether the change is more than noise: more than 2.58 standard errors, which chance alone exceeds once in a hundred. */
  readonly isNotable: boolean | undefined;
}

/** What became of an objective in its window, which ends at the quarter of an hour after the last event. */
export interface ObjectiveReport extends ObjectiveFigures {
  readonly name: string;
  readonly description: string | undefined;
  readonly event: string;
  /** The measure or count that it is about, if it is about one. */
  readonly field: string | undefined;
  /** What a good event is, in words: `queue_duration < 1m`. */
  readonly good: string;
  /** The share of events that have to be good. */
  readonly share: number;
  readonly windowSeconds: number;
  /** The window: from this time to before `to`; `undefined` where the report has no events. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** The first event that counts, if the logs do not reach back to `from`. */
  readonly begins: number | undefined;
  readonly by: readonly string[];
  /** Those of most events first. Empty without `by`. */
  readonly groups: readonly ObjectiveGroup[];
}

export interface ObjectiveGroup extends ObjectiveFigures {
  /** One for each dimension of `by`; `undefined` for events without it. Empty for the groups beyond the most, which are together. */
  readonly values: readonly (string | undefined)[];
}

export interface ObjectiveFigures extends ObjectiveCount {
  /**
   * The part of the error budget that is left: 1 − bad / ((1 − share of the objective) · count). Less than 0 when more was used than there
   * is; `undefined` without events.
   */
  readonly budgetLeft: number | undefined;
  /** How fast the budget was used in the last hours: 1 is the speed that uses it up in one window. */
  readonly burnRates: readonly { readonly seconds: number; readonly rate: number | undefined }[];
  /** Calendar weeks, from Monday on, that have events: the oldest first. */
  readonly weeks: readonly (ObjectiveCount & { readonly start: number })[];
}

/** Events that count, and whether enough of them were good. */
export interface ObjectiveCount {
  readonly count: number;
  readonly bad: number;
  /** The share of good events; `undefined` without events, like `isMet`. */
  readonly goodShare: number | undefined;
  readonly isMet: boolean | undefined;
}

export interface Selection {
  readonly events: readonly string[];
  readonly where: readonly string[];
  readonly since: number | undefined;
  readonly until: number | undefined;
}

export interface Input {
  readonly files: readonly string[];
  /** Hosts that events come from, as far as they are known; at most 1,000. */
  readonly hosts: readonly string[];
  /** How many logs of hosts there are. Counts add up over them. */
  readonly origins: number;
  readonly lines: number;
  readonly bad: number;
  /** Valid events that the selection leaves out. */
  readonly filtered: number;
  /** Events that repeat the line of another, and do not count. */
  readonly duplicates: number;
  /** Events in the report. */
  readonly events: number;
}

export interface EventReport {
  readonly eventName: string;
  readonly description: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** Mean number of events in a day; `undefined` when the first and the last are less than an hour apart. */
  readonly perDay: number | undefined;
  /** Mean time between two events that follow each other, in seconds; of one group where there are groups, and of one host. */
  readonly everySeconds: number | undefined;
  /** Whether events of this name begin what others end, or end what others began. */
  readonly isPaired: boolean;
  /** The event that this one ends. */
  readonly ends: string | undefined;
  /** For each bucket. */
  readonly timeline: readonly number[];
  readonly measures: readonly MeasureReport[];
  readonly gauges: readonly GaugeReport[];
  readonly dimensions: readonly DimensionReport[];
}

export interface MeasureReport {
  readonly field: string;
  readonly unit: string | undefined;
  readonly description: string;
  /** The share of events that have the field. */
  readonly present: number;
  /** Whether quantiles are exact; else they are those of a sketch. */
  readonly isExact: boolean;
  readonly total: Summary | undefined;
  readonly ranges: QuantileRanges;
  readonly groups: readonly MeasureGroup[];
  /** For each bucket; `undefined` where there is no value. */
  readonly timeline: readonly (Summary | undefined)[];
  /** p95 for each hour of the week, from Monday 00:00; `undefined` where there is no value. */
  readonly hours: readonly (Summary | undefined)[];
  /** Shares of values below limits. */
  readonly below: readonly { readonly limit: number; readonly share: number }[];
  /** The largest values, the largest first; of equal ones, the earlier first. */
  readonly largest: readonly LargeValue[];
}

/** A value, and the event that has it. */
export interface LargeValue extends AnomalyExample {
  readonly value: number;
}

export interface MeasureGroup {
  /** `undefined` for events without the dimension. */
  readonly value: string | undefined;
  readonly summary: Summary;
  readonly ranges: QuantileRanges;
  /** p95 for each bucket. */
  readonly timeline: readonly (number | undefined)[];
  /** The largest value of each bucket. */
  readonly maxima: readonly (number | undefined)[];
}

export interface GaugeReport {
  readonly field: string;
  readonly unit: string | undefined;
  /** The count that this one is a part of. */
  readonly partOf: string | undefined;
  readonly description: string;
  readonly groups: readonly {
    readonly value: string | undefined;
    readonly last: number;
    readonly min: number;
    readonly max: number;
  }[];
  /** The sum over the groups: at the end of the last bucket, and the least and the most at the end of one. */
  readonly sum: {
    readonly last: number | undefined;
    readonly min: number | undefined;
    readonly max: number | undefined;
  };
  /**
   * For each bucket, the sum over the groups of the mean value in it, or of the last value before it; `undefined` where there is none
   * recent enough.
   */
  readonly timeline: readonly (number | undefined)[];
}

export interface DimensionReport {
  readonly field: string;
  readonly description: string;
  /** Events that have the field. */
  readonly count: number;
  /** How many values there are; at least this many, when `isBounded`. */
  readonly distinct: number;
  readonly isBounded: boolean;
  /** The most frequent values, the most frequent first; `timeline` for each bucket. */
  readonly values: readonly { readonly value: string; readonly count: number; readonly timeline: readonly number[] }[];
  /** All other values together. */
  readonly rest: { readonly count: number; readonly timeline: readonly number[] };
}
