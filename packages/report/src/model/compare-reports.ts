import { intervalDeviations, type QuantileRanges, type Summary } from "../aggregate/distribution.js";
import type { DimensionReport, EventReport, FigureChange, MeasureReport, Report } from "./report.js";

/** A change beyond this many standard errors is more than noise: chance exceeds it once in a hundred. */
const notableDeviations = 2.58;
/** Fewer events than this, on either side of a share, and the normal distribution is not an approximation. */
const minExpected = 5;

/** The report with each figure beside that of another: of the time before, or of other logs. */
export function compareReports(report: Report, former: Report): Report {
  const names = [...new Set([...report.events, ...former.events].map(({ eventName }) => eventName))].toSorted();
  const { selection, input, range, buckets, findings } = former;
  const timelines = former.events.flatMap(({ eventName, measures }) =>
    measures.map(({ field, timeline }) => ({
      event: eventName,
      field,
      p95: timeline.map((summary) => summary?.p95),
    })),
  );
  return {
    ...report,
    comparison: {
      against: {
        selection,
        files: input.files,
        range,
        events: input.events,
        findings: findings.length,
        buckets,
        timelines,
      },
      changes: names.flatMap((name) => {
        const [now, before] = [report, former].map(({ events }) => events.find(({ eventName }) => eventName === name));
        return changesOf(name, now, before);
      }),
    },
  };
}

function changesOf(
  event: string,
  now: EventReport | undefined,
  before: EventReport | undefined,
): readonly FigureChange[] {
  const measures = pairs(now?.measures ?? [], before?.measures ?? []);
  const dimensions = pairs(now?.dimensions ?? [], before?.dimensions ?? []);
  return [
    countChange(event, now?.count ?? 0, before?.count ?? 0),
    ...measures.flatMap(([one, other]) => measureChanges(event, one, other)),
    ...dimensions.flatMap(([one, other]) => shareChanges(event, one, other)),
  ];
}

/** Parts of one field beside each other. */
function pairs<Part extends { readonly field: string }>(
  now: readonly Part[],
  before: readonly Part[],
): readonly (readonly [now: Part | undefined, before: Part | undefined])[] {
  const fields = [...new Set([...now, ...before].map(({ field }) => field))];
  return fields.map((field) => [now.find((each) => each.field === field), before.find((each) => each.field === field)]);
}

/**
 * Counts of the same time: given their sum, that of two Poisson processes of one rate is binomial with ½, so that their difference has the
 * standard error √(now + before) (Przyborowski and Wilenski, Biometrika 31, 1940).
 */
function countChange(event: string, now: number, before: number): FigureChange {
  const isKnown = now + before >= 2 * minExpected;
  return change({ event, of: { kind: "count" }, now, before }, isKnown ? Math.sqrt(now + before) : undefined);
}

interface Figures {
  readonly summary: Summary;
  readonly ranges: QuantileRanges;
}

function measureChanges(
  event: string,
  now: MeasureReport | undefined,
  before: MeasureReport | undefined,
): readonly FigureChange[] {
  const { field, unit } = now ?? before ?? { field: "", unit: undefined };
  const [groupsNow, groupsBefore] = [figuresByGroup(now), figuresByGroup(before)];
  const rows = [
    { group: undefined, now: allFigures(now), before: allFigures(before) },
    ...[...new Set([...groupsNow.keys(), ...groupsBefore.keys()])].map((group) => ({
      group,
      now: groupsNow.get(group),
      before: groupsBefore.get(group),
    })),
  ];
  return rows.flatMap((row) =>
    (["p50", "p95"] as const).map((quantile) => {
      const of = {
        kind: "quantile",
        field,
        unit,
        quantile,
        ...(row.group === undefined ? {} : { group: row.group }),
      } as const;
      const [one, other] = [row.now, row.before].map((each) => standardError(each?.ranges[quantile]));
      const error = one === undefined || other === undefined ? undefined : Math.hypot(one, other);
      return change({ event, of, now: row.now?.summary[quantile], before: row.before?.summary[quantile] }, error);
    }),
  );
}

function allFigures(measure: MeasureReport | undefined): Figures | undefined {
  return measure?.total === undefined ? undefined : { summary: measure.total, ranges: measure.ranges };
}

/** Empty where there is only one group, without a name. */
function figuresByGroup(measure: MeasureReport | undefined): ReadonlyMap<string, Figures> {
  const groups = measure?.groups ?? [];
  const isGrouped = groups.length > 1 || groups[0]?.value !== undefined;
  return new Map(isGrouped ? groups.map((group) => [group.value ?? "(none)", group] as const) : []);
}

/** From the width of an interval (McKean and Schrader, Communications in Statistics B 13, 1984). */
function standardError(range: readonly [number, number] | undefined): number | undefined {
  return range === undefined ? undefined : (range[1] - range[0]) / (2 * intervalDeviations);
}

/** Shares of two samples: the z-test with the pooled share. */
function shareChanges(
  event: string,
  now: DimensionReport | undefined,
  before: DimensionReport | undefined,
): readonly FigureChange[] {
  const { field } = now ?? before ?? { field: "" };
  const [total, formerTotal] = [now?.count ?? 0, before?.count ?? 0];
  const values = [...new Set([now, before].flatMap((each) => each?.values ?? []).map(({ value }) => value))];
  return values.map((value) => {
    const [count, formerCount] = [now, before].map((each) => countIn(each, value)) as [
      number | undefined,
      number | undefined,
    ];
    const figures = {
      event,
      of: { kind: "share", field, value },
      now: total === 0 || count === undefined ? undefined : count / total,
      before: formerTotal === 0 || formerCount === undefined ? undefined : formerCount / formerTotal,
    } as const;
    if (figures.now === undefined || figures.before === undefined) return change(figures, undefined);
    const pooled = ((count ?? 0) + (formerCount ?? 0)) / (total + formerTotal);
    const least = Math.min(total, formerTotal) * Math.min(pooled, 1 - pooled);
    const error = Math.sqrt(pooled * (1 - pooled) * (1 / total + 1 / formerTotal));
    return change(figures, least < minExpected ? undefined : error);
  });
}

/** A value that is not listed has none, unless all are. */
function countIn(dimension: DimensionReport | undefined, value: string): number | undefined {
  const listed = dimension?.values.find((each) => each.value === value)?.count;
  return listed ?? (dimension !== undefined && dimension.rest.count > 0 ? undefined : 0);
}

function change(
  figures: Pick<FigureChange, "event" | "of" | "now" | "before">,
  error: number | undefined,
): FigureChange {
  const { now, before } = figures;
  if (now === undefined || before === undefined || error === undefined) {
    return { ...figures, deviations: undefined, isNotable: undefined };
  }
  const difference = now - before;
  // Values that never vary have no error: any difference is more than noise.
  if (error === 0) return { ...figures, deviations: difference === 0 ? 0 : undefined, isNotable: difference !== 0 };
  const deviations = difference / error;
  return { ...figures, deviations, isNotable: Math.abs(deviations) > notableDeviations };
}
