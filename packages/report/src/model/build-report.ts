import { bucketWidths, maxBuckets } from "../aggregate/bucket-grid.js";
import { maxExactValues } from "../aggregate/measure-aggregate.js";
import { sketchError } from "../aggregate/sketch-distribution.js";
import type { ReportGatherer } from "../report-gatherer.js";
import { tooManyBuckets } from "../too-many-buckets.js";
import { anomaliesOf } from "./anomalies.js";
import { eventReport } from "./event-report.js";
import type { Frame } from "./frame.js";
import type { Anomaly, EventReport, Report } from "./report.js";

/** As many fit beside each other, in a chart and in a line of a terminal. */
const niceBuckets = 200;

/** The report of what was gathered, which is of no use any more after this. */
export function buildReport(gatherer: ReportGatherer, files: readonly string[]): Report {
  const { grid, options, aggregates } = gatherer;
  const { span, farPast } = chooseBuckets(gatherer);
  const frame: Frame = {
    buckets: span,
    bucketSeconds: grid.widthSeconds,
    startOf: (bucket) => grid.startOf(bucket),
    wallClock: options.wallClock,
    textOf: (code) => (code === 0 ? undefined : (gatherer.dictionary.texts[code - 1] ?? "(other values)")),
  };
  const present = aggregates.filter(({ events }) => events.total > 0);
  const events: readonly EventReport[] = present.map((aggregate) => eventReport(aggregate, frame));
  const first = Math.min(...present.map((aggregate) => aggregate.first));
  const last = Math.max(...present.map((aggregate) => aggregate.last));
  const findings: readonly Anomaly[] = anomaliesOf(gatherer, frame, farPast);
  return {
    madeAt: options.now,
    zone: options.zone,
    selection: options.selection,
    input: {
      files,
      lines: gatherer.lines,
      bad: gatherer.bad,
      filtered: gatherer.filtered,
      events: events.reduce((sum, { count }) => sum + count, 0),
    },
    by: options.by,
    range: present.length === 0 ? undefined : { first, last },
    bucketSeconds: grid.widthSeconds,
    buckets: span.map((index) => grid.startOf(index)),
    quantiles: { exactUpTo: maxExactValues, sketchError },
    events,
    findings,
  };
}

/** Widens the buckets until the time from the first to the last can be shown. */
function chooseBuckets(gatherer: ReportGatherer): {
  span: readonly number[];
  farPast: { readonly count: number; readonly before: number } | undefined;
} {
  const { grid, aggregates } = gatherer;
  const countIn = (index: number): number => aggregates.reduce((sum, { events }) => sum + events.get(index), 0);
  for (;;) {
    const { occupied } = grid;
    const total = occupied.reduce((sum, index) => sum + countIn(index), 0);
    const skipped = farFromRest(occupied, countIn, total);
    const [first] = occupied.slice(skipped);
    const last = occupied.at(-1);
    if (first === undefined || last === undefined) return { span: [], farPast: undefined };
    const length = last - first + 1;
    const isWidest = grid.widthSeconds >= (bucketWidths.at(-1) ?? 0);
    if (grid.isFixed && length > maxBuckets) throw tooManyBuckets(length);
    if (length <= niceBuckets || grid.isFixed || isWidest) {
      const early = occupied.slice(0, skipped).reduce((sum, index) => sum + countIn(index), 0);
      return {
        span: Array.from({ length: Math.min(length, maxBuckets) }, (_, index) => last - length + 1 + index),
        farPast: early === 0 ? undefined : { count: early, before: grid.startOf(first) },
      };
    }
    const factor = grid.widen();
    for (const aggregate of aggregates) aggregate.widen(factor);
  }
}

/**
 * How many of the first buckets are of another age: a few events, and a time without any that is longer than all the rest. They would
 * leave no room for what the log is about.
 */
function farFromRest(occupied: readonly number[], countIn: (index: number) => number, total: number): number {
  let early = 0;
  let skipped = 0;
  const last = occupied.at(-1) ?? 0;
  for (let position = 0; position + 1 < occupied.length; position++) {
    const [here, next] = [occupied[position] as number, occupied[position + 1] as number];
    early += countIn(here);
    if (early > total / 1000) break;
    if (next - here > 2 * (last - next + 1)) skipped = position + 1;
  }
  return skipped;
}
