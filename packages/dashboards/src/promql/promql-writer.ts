import { type EventSeries, numberText, type SeriesLabel, type SeriesPlan } from "@metric-events/metrics";
import type { Catalogue } from "@metric-events/runtime";
import type { QueryTime, QuestionWriter } from "../panels/question-writer.js";
import { objectiveQuery } from "../rules/objective-expression.js";
import { spanText, sumBy } from "./risen.js";
import { type LabelMatcher, selectorText } from "./selector.js";

const times: Readonly<Record<QueryTime, string>> = {
  range: "$__range",
  step: "$__rate_interval",
  hour: "1h",
  day: "1d",
};

/** The labels that the variables of a dashboard select by: those of all events. */
export function variableLabels(plan: SeriesPlan): readonly SeriesLabel[] {
  const byName = new Map(plan.events.flatMap(({ labels }) => labels).map((label) => [label.name, label]));
  return [...byName.values()];
}

function selector(name: string, labels: readonly SeriesLabel[]): string {
  const matchers = labels.map(({ name: label }): LabelMatcher => ({ label, operator: "=~", value: `$${label}` }));
  return selectorText(name, matchers);
}

function namesOf(labels: readonly SeriesLabel[]): readonly string[] {
  return labels.map(({ name }) => name);
}

function increase(name: string, labels: readonly SeriesLabel[], time: QueryTime): string {
  return `increase(${selector(name, labels)}[${times[time]}])`;
}

function events(event: EventSeries, by: readonly SeriesLabel[], time: QueryTime): string {
  return sumBy(namesOf(by), increase(`${event.counter.name}_total`, event.labels, time));
}

function byValue(event: EventSeries, { counter, label }: EventSeries["breakdowns"][number], time: QueryTime): string {
  return sumBy([label.name], increase(`${counter.name}_total`, event.labels.slice(0, 1), time));
}

/** Panels ask Prometheus for the series that `metrics` writes. */
export function promqlWriter(catalogue: Catalogue): QuestionWriter {
  return {
    events,
    top: (event, breakdown, time) => `topk(10, ${byValue(event, breakdown, time)})`,
    distinct: (event, breakdown, time) => `count(${byValue(event, breakdown, time)} > 0)`,
    quantile: (event, { histogram }, share, by) =>
      `histogram_quantile(${numberText(share)}, ${sumBy([...namesOf(by), "le"], increase(`${histogram.name}_bucket`, event.labels, "hour"))})`,
    heatmap: (event, { histogram }) => sumBy(["le"], increase(`${histogram.name}_bucket`, event.labels, "step")),
    last: (event, { gauge }, by) => sumBy(namesOf(by), selector(gauge.name, event.labels)),
    sum: (event, { sum }, by, time) => sumBy(namesOf(by), increase(`${sum.name}_total`, event.labels, time)),
    interval: (event, by) => `3600 / (${events(event, by, "hour")} > 0)`,
    goodShare: (event, objective, time) => {
      const { by, all, good } = objectiveQuery(objective, event, catalogue);
      const window = typeof time === "string" ? times[time] : spanText(time.seconds);
      const rise = (asked: string): string => `increase(${asked}[${window}])`;
      return { expr: `(${good(rise)} / (${all(rise)} > 0))`, by };
    },
  };
}
