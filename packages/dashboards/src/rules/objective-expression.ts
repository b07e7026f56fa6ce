import { type EventSeries, inBaseUnit, numberText } from "@metric-events/metrics";
import type { Objective } from "@metric-events/report";
import type { Catalogue } from "@metric-events/runtime";
import { conditionMatchers } from "../promql/condition-matchers.js";
import { groupLabels } from "../promql/group-labels.js";
import { sumBy } from "../promql/risen.js";
import { selectorText } from "../promql/selector.js";
import { UnsupportedQuestion } from "../unsupported.js";

/** How much a counter has risen in a time. */
export type Rise = (selector: string) => string;

/** What an objective asks of series: the share of events that are good. */
export interface ObjectiveQuery {
  readonly by: readonly string[];
  /** All events that count. */
  readonly all: (rise: Rise) => string;
  readonly good: (rise: Rise) => string;
}

/**
 * The series of an objective.
 *
 * @throws {UnsupportedQuestion}
 */
export function objectiveQuery(objective: Objective, series: EventSeries, catalogue: Catalogue): ObjectiveQuery {
  const { settings, watch, good } = objective;
  const by = groupLabels(watch, series);
  const matchers = conditionMatchers(settings.where ?? [], series, catalogue);
  if (good.kind === "conditions") {
    const name = `${series.counter.name}_total`;
    const marks = conditionMatchers(settings.good ?? [], series, catalogue);
    const all = (rise: Rise): string => sumBy(by, rise(selectorText(name, matchers)));
    return {
      by,
      all,
      // None of them may have a series.
      good: (rise) => `(${sumBy(by, rise(selectorText(name, [...matchers, ...marks])))} or ${all(rise)} * 0)`,
    };
  }
  const path = watch.number?.field.path ?? "";
  const measure = series.measures.find(({ field }) => field.path === path);
  if (measure === undefined) {
    throw new UnsupportedQuestion(
      `${path} is a count, of which there is no histogram; give the objective a measure, or "good" conditions`,
    );
  }
  const limit = inBaseUnit(good.limit, measure.factor);
  const { limits } = measure;
  if (limits?.includes(limit) !== true) {
    const known =
      limits === undefined
        ? 'its schema has no "buckets"'
        : `the schema has the buckets ${limits.map(numberText).join(", ")}`;
    throw new UnsupportedQuestion(
      `${numberText(good.limit)} is not the limit of a bucket of ${path}: ${known}; add it there`,
    );
  }
  const all = (rise: Rise): string => sumBy(by, rise(selectorText(`${measure.histogram.name}_count`, matchers)));
  const below = (rise: Rise): string =>
    sumBy(
      by,
      rise(
        selectorText(`${measure.histogram.name}_bucket`, [
          ...matchers,
          { label: "le", operator: "=", value: numberText(limit) },
        ]),
      ),
    );
  return { by, all, good: good.kind === "below" ? below : (rise) => `(${all(rise)} - ${below(rise)})` };
}
