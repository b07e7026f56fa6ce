import type { JudgeCallbacks, LogFile, Threads } from "@metric-events/reader";
import { readColumns } from "@metric-events/report";
import type { Catalogue } from "@metric-events/runtime";
import { Figures, heldAt } from "./count/figures.js";
import { FiguresTable } from "./count/figures-table.js";
import { MetricsError } from "./metrics-error.js";
import { planSeries } from "./plan/series-plan.js";
import { headerLines, sampleLine } from "./write/exposition.js";
import { type FamilyWriter, familyWriters, labelsOf } from "./write/family-samples.js";

export interface BackfillOptions extends Pick<JudgeCallbacks, "onUnread" | "onProgress"> {
  readonly catalogue: Catalogue;
  /** Unix time in seconds: only events from this time on, and before `until`. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Seconds between two samples of a series. Prometheus forgets a sample after 300. */
  readonly stepSeconds: number;
  readonly now: number;
  /** Combinations of labels and steps that may be held in memory. Default: 2,000,000. */
  readonly maxFigures?: number;
  readonly threads?: Threads | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Figures of one combination of labels by step. */
type Steps = Map<number, Figures>;

const defaultMaxFigures = 2_000_000;

/**
 * The series of the past in the format of OpenMetrics, in pieces: for `promtool tsdb create-blocks-from openmetrics`. Counters begin with the
 * first event; each series has a sample at every step from its first one on.
 *
 * @throws {MetricsError} `too-many-samples`
 */
export async function* backfillText(logs: readonly LogFile[], options: BackfillOptions): AsyncGenerator<string> {
  const { catalogue, stepSeconds, now, since, until, maxFigures = defaultMaxFigures } = options;
  const plan = planSeries(catalogue);
  let figures = 0;
  let last = Number.NEGATIVE_INFINITY;
  const latest = Math.ceil((now + 300) / stepSeconds);
  const tables = new Map(
    plan.events.map((series) => {
      const table: FiguresTable<Steps> = new FiguresTable(
        series,
        () => new Map(),
        (steps, time) => {
          // What was written after a scrape is seen by the next one.
          const step = Math.ceil(time / stepSeconds);
          if (step > latest || step <= 0) return undefined;
          last = Math.max(last, step);
          const known = steps.get(step);
          if (known !== undefined) return known;
          if (++figures > maxFigures) throw tooMany(maxFigures, stepSeconds);
          const made = new Figures(series, table.limits);
          steps.set(step, made);
          return made;
        },
      );
      return [series.plan.eventName, table] as const;
    }),
  );
  await readColumns(logs, {
    ...options,
    since,
    until,
    isBrief: true,
    onColumns: (columns, meaning) => tables.get(columns.eventName)?.add(columns, meaning, now),
  });
  for (const table of tables.values()) {
    for (const writer of familyWriters(table)) yield* familyText(writer, table, { last, stepSeconds });
  }
  yield "# EOF\n";
}

function tooMany(most: number, stepSeconds: number): MetricsError {
  return new MetricsError(
    "too-many-samples",
    `there are more than ${most.toLocaleString("en-US")} figures in steps of ${stepSeconds} s; take a shorter time by --since and --until, one piece after the other, or a longer --step`,
  );
}

/** The samples of one combination of labels follow each other in the order of time, as OpenMetrics asks for. */
function* familyText(
  { family, labels, groups, samples }: FamilyWriter<Steps>,
  table: FiguresTable<Steps>,
  { last, stepSeconds }: { readonly last: number; readonly stepSeconds: number },
): Generator<string> {
  let hasHeader = false;
  for (const { values, isOther, kept } of groups.entries()) {
    const own = labelsOf(labels, values);
    const figures = new Figures(table.series, table.limits);
    for (let step = Math.min(...kept.keys()); step <= last; step++) {
      const added = kept.get(step);
      if (added !== undefined) figures.add(added);
      const time = step * stepSeconds;
      const found = samples({ labels: own, isOther, figures, gauge: (count) => heldAt(figures.gauges[count], time) });
      if (found.length === 0) continue;
      if (!hasHeader) yield headerLines(family, "openmetrics").join("");
      hasHeader = true;
      yield found.map((sample) => sampleLine(sample, time)).join("");
    }
  }
}
