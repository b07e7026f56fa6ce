import { type CountSeries, type EventSeries, inBaseUnit, type MeasureSeries, numberText } from "@metric-events/metrics";
import type { AlertRule } from "@metric-events/report";
import type { Catalogue } from "@metric-events/runtime";
import { conditionMatchers } from "../promql/condition-matchers.js";
import { groupLabels } from "../promql/group-labels.js";
import { aggregate, risen, spanText, sumBy } from "../promql/risen.js";
import { type LabelMatcher, selectorText } from "../promql/selector.js";
import { UnsupportedQuestion } from "../unsupported.js";

/** What an expression is made of. */
interface Parts {
  readonly rule: AlertRule;
  readonly series: EventSeries;
  readonly matchers: readonly LabelMatcher[];
  readonly by: readonly string[];
  readonly window: string;
}

/**
 * The condition of an alert in PromQL.
 *
 * @throws {UnsupportedQuestion}
 */
export function alertExpression(rule: AlertRule, series: EventSeries, catalogue: Catalogue): string {
  const { settings } = rule;
  const parts: Parts = {
    rule,
    series,
    matchers: conditionMatchers(settings.where ?? [], series, catalogue),
    by: groupLabels(rule.watch, series),
    window: spanText(rule.windowSeconds),
  };
  const events = sumBy(parts.by, risen(selectorText(countedName(parts), parts.matchers), parts.window));
  const { value, factor } = settings.take === "share" ? share(parts, catalogue) : valueOf(parts);
  const limit = numberText(inBaseUnit(rule.limit, factor));
  const beyond = `${value} ${settings.above === undefined ? "<" : ">"} ${limit}`;
  if (settings.take === "count") return beyond;
  const enough = `${events} >= ${rule.minEvents}`;
  // A window without enough events has no value.
  const known = rule.minEvents > 1 || settings.take === "share" ? `(${beyond}) and (${enough})` : beyond;
  switch (rule.missing) {
    case "ok":
      return known;
    case "fires":
      return `(${known}) or (${events} < ${rule.minEvents})${parts.by.length === 0 ? ` or absent(${selectorText(countedName(parts), parts.matchers)})` : ""}`;
    case "keeps":
      throw new UnsupportedQuestion('"missing": "keeps" has no form in PromQL; use "ok" or "fires"');
    default:
      return rule.missing satisfies never;
  }
}

/** The counter of the events that a rule takes its value of. */
function countedName({ rule, series }: Parts): string {
  const measure = measureOf(rule, series);
  return measure === undefined ? `${series.counter.name}_total` : `${measure.histogram.name}_count`;
}

interface Value {
  readonly value: string;
  /** What a limit is multiplied by to be in the unit of the series. */
  readonly factor: number;
}

function share({ rule, series, matchers, by, window }: Parts, catalogue: Catalogue): Value {
  const marks = conditionMatchers(rule.settings.of ?? [], series, catalogue);
  const name = `${series.counter.name}_total`;
  const all = sumBy(by, risen(selectorText(name, matchers), window));
  const marked = sumBy(by, risen(selectorText(name, [...matchers, ...marks]), window));
  // None of them may have a series.
  return { value: `(${marked} or ${all} * 0) / ${all}`, factor: 1 };
}

function valueOf(parts: Parts): Value {
  const { rule, series, matchers, by, window } = parts;
  if (rule.settings.take === "count") {
    const counter = risen(selectorText(`${series.counter.name}_total`, matchers), window);
    // Nothing that has no series has happened.
    return { value: by.length === 0 ? `(${sumBy(by, counter)} or vector(0))` : sumBy(by, counter), factor: 1 };
  }
  const measure = measureOf(rule, series);
  if (measure !== undefined) return { value: ofMeasure(parts, measure), factor: measure.factor };
  const count = series.counts.find(({ field }) => field.path === rule.watch.number?.field.path);
  if (count === undefined) throw new UnsupportedQuestion(`${rule.settings.field ?? "its field"} has no series`);
  return { value: ofCount(parts, count), factor: 1 };
}

function measureOf({ watch }: AlertRule, { measures }: EventSeries): MeasureSeries | undefined {
  return measures.find(({ field }) => field.path === watch.number?.field.path);
}

function ofMeasure({ rule, matchers, by, window }: Parts, { histogram }: MeasureSeries): string {
  const { take } = rule.settings;
  const of = (ending: string, more: readonly string[] = []): string =>
    sumBy([...by, ...more], risen(selectorText(`${histogram.name}_${ending}`, matchers), window));
  if (take === "mean") return `${of("sum")} / (${of("count")} > 0)`;
  if (take === "sum") return of("sum");
  if (take === "last")
    throw new UnsupportedQuestion('"take": "last" of a measure is not in its histogram; use "mean" or a percentile');
  return `histogram_quantile(${numberText(shareBelow(take))}, ${of("bucket", ["le"])})`;
}

function ofCount({ rule, matchers, by, window }: Parts, { gauge, sum }: CountSeries): string {
  const { take } = rule.settings;
  if (take === "sum") return sumBy(by, risen(selectorText(`${sum.name}_total`, matchers), window));
  const range = `${selectorText(gauge.name, matchers)}[${window}]`;
  if (take === "min" || take === "max") return aggregate(take, by, `${take}_over_time(${range})`);
  if (take === "last") return aggregate("max", by, `last_over_time(${range})`);
  if (take === "mean") return aggregate("avg", by, `avg_over_time(${range})`);
  return aggregate("avg", by, `quantile_over_time(${numberText(shareBelow(take))}, ${range})`);
}

function shareBelow(take: string): number {
  if (take === "min") return 0;
  if (take === "max") return 1;
  return take === "median" ? 0.5 : Number(take.slice(1)) / 100;
}
