import { maxBuckets } from "../aggregate/bucket-grid.js";
import { maxExactValues } from "../aggregate/measure-aggregate.js";
import { sketchError } from "../aggregate/sketch-distribution.js";
import { type Early, findAnomalies } from "../anomalies/find-anomalies.js";
import { formatMoment } from "../render/format.js";
import type { Gathered } from "../report-gatherer.js";
import { type ExpiredIgnore, silence } from "../silenced/silence.js";
import { tooManyBuckets } from "../too-many-buckets.js";
import { type Anomaly, severityOf } from "./anomaly.js";
import { costReport } from "./cost-report.js";
import { eventReport } from "./event-report.js";
import type { Frame } from "./frame.js";
import { lineExamples } from "./line-examples.js";
import { objectiveReport } from "./objective-report.js";
import type { EventReport, Report } from "./report.js";

/** More than these do not fit side by side in a chart. */
const niceBuckets = 200;
const maxHosts = 1000;

/** Makes the report, and uses up what was gathered: buckets are merged and values reordered. */
export function buildReport(gathered: Gathered, files: readonly string[]): Report {
  const { grid, plan, aggregates } = gathered;
  const { span, early } = chooseBuckets(gathered);
  const present = aggregates.filter(({ events }) => events.total > 0);
  const first = Math.min(...present.map((aggregate) => aggregate.first));
  const last = Math.max(...present.map((aggregate) => aggregate.last));
  const frame: Frame = {
    first,
    last,
    buckets: span,
    bucketSeconds: grid.widthSeconds,
    startOf: (bucket) => grid.startOf(bucket),
    textOf: (code) => (code === 0 ? undefined : (gathered.texts[code - 1] ?? "(other values)")),
    exampleOf: lineExamples(gathered).exampleOf,
    paired: new Set(
      aggregates.flatMap(({ plan: { eventName, ends } }) => (ends === undefined ? [] : [eventName, ends])),
    ),
    valuesOf: (group) => gathered.grouping.valuesOf(group),
  };
  const events: readonly EventReport[] = present.map((aggregate) => eventReport(aggregate, frame));
  const { shown, silenced, expired } = silence(findAnomalies(gathered, early), plan.ignore, todayOf(plan));
  return {
    madeAt: plan.now,
    zone: plan.zone,
    selection: plan.selection,
    input: {
      files,
      hosts: hostsOf(gathered),
      origins: gathered.origins.length,
      lines: gathered.lines,
      bad: gathered.bad,
      filtered: gathered.filtered,
      duplicates: gathered.duplicates?.count ?? 0,
      events: events.reduce((sum, { count }) => sum + count, 0),
    },
    by: plan.by.length === 0 ? undefined : plan.by.map(({ name }) => name).join(", "),
    range: present.length === 0 ? undefined : { first, last },
    bucketSeconds: grid.widthSeconds,
    buckets: span.map((index) => grid.startOf(index)),
    comparison: undefined,
    objectives: gathered.objectives.map((each) => objectiveReport(each, last, plan.wallClock)),
    cost: gathered.cost === undefined ? undefined : costReport(gathered.cost),
    quantiles: { exactUpTo: maxExactValues, sketchError },
    events,
    findings: [...shown, ...expired.map(expiredFinding)],
    silenced,
  };
}

function todayOf({ now, zone }: Gathered["plan"]): string {
  return formatMoment(now, zone, 86_400);
}

function expiredFinding({ entry, count }: ExpiredIgnore): Anomaly {
  const { kind: ignored, until, reason } = entry;
  const nowhere = { from: undefined, to: undefined, hosts: [], examples: [] };
  return { kind: "ignore-expired", severity: severityOf["ignore-expired"], ...nowhere, count, ignored, until, reason };
}

function hostsOf({ origins }: Gathered): readonly string[] {
  const hosts = new Set(origins.flatMap(({ host }) => host ?? []));
  return [...hosts].toSorted().slice(0, maxHosts);
}

/** Widens the buckets until the time from the first to the last can be shown. */
function chooseBuckets(gathered: Gathered): {
  span: readonly number[];
  early: Early | undefined;
} {
  const { grid, aggregates } = gathered;
  const countIn = (index: number): number => aggregates.reduce((sum, { events }) => sum + events.get(index), 0);
  for (;;) {
    const { occupied } = grid;
    const total = occupied.reduce((sum, index) => sum + countIn(index), 0);
    const skipped = farFromRest(occupied, countIn, total);
    const [first] = occupied.slice(skipped);
    const last = occupied.at(-1);
    if (first === undefined || last === undefined) return { span: [], early: undefined };
    const length = last - first + 1;
    if (grid.isFixed && length > maxBuckets) throw tooManyBuckets(length);
    const widening = length <= niceBuckets || grid.isFixed ? undefined : grid.widen();
    if (widening === undefined) {
      const count = occupied.slice(0, skipped).reduce((sum, index) => sum + countIn(index), 0);
      return {
        span: Array.from({ length: Math.min(length, maxBuckets) }, (_, index) => last - length + 1 + index),
        early: count === 0 ? undefined : { count, before: grid.startOf(first) },
      };
    }
    for (const aggregate of aggregates) aggregate.widen(widening);
  }
}

/**
 * How many of the first buckets are far in the past: a few events, then a gap longer than all the rest. They would leave no room for
 * what the log is about.
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
