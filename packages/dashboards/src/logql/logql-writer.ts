import { type EventSeries, numberText, type SeriesLabel } from "@metric-events/metrics";
import { type FieldCondition, hostConditions, parseConditions } from "@metric-events/reader";
import type { Objective, PlannedField } from "@metric-events/report";
import { type Catalogue, fieldPath } from "@metric-events/runtime";
import type { QueryTime, QuestionWriter } from "../panels/question-writer.js";
import { patternOf } from "../promql/condition-matchers.js";
import { spanText, sumBy } from "../promql/risen.js";
import { quoted } from "../promql/selector.js";
import { UnsupportedQuestion } from "../unsupported.js";

const times: Readonly<Record<QueryTime, string>> = { range: "$__range", step: "$__interval", hour: "1h", day: "1d" };

/** The label of a stream that names the log. */
export const fileLabel = "filename";

/** A field that a query takes out of the line. */
interface Taken {
  readonly label: string;
  readonly names: readonly string[];
}

/** The field that `unwrap` turns into numbers. */
const valueLabel = "metric_value";

function takenOf(event: EventSeries, { name, path }: SeriesLabel): Taken {
  return { label: name, names: path === undefined ? hostNames(event) : namesOf(event, path) };
}

function byText(by: readonly SeriesLabel[]): string {
  return `by (${by.map(({ name }) => name).join(", ")})`;
}

function groupTaken(event: EventSeries, path: string | undefined): Taken {
  const labels = [...event.labels, ...event.breakdowns.map(({ label }) => label)];
  const found = labels.find((each) => each.path === path);
  if (found === undefined) throw new UnsupportedQuestion(`it groups by ${path ?? "host"}, which is a list`);
  return takenOf(event, found);
}

/** Panels ask Loki for the lines themselves. */
export function logqlWriter(catalogue: Catalogue): QuestionWriter {
  const { nameField } = catalogue.envelope;
  const isHost = hostConditions(catalogue);
  /** The lines of an event, with fields as labels. */
  const lines = (event: EventSeries, more: readonly Taken[] = [], filters: readonly string[] = []): string => {
    const taken = [
      { label: "metric_event", names: [nameField] },
      ...event.labels.map((label) => takenOf(event, label)),
      ...more,
    ];
    const byLabel = new Map(taken.map((each) => [each.label, each]));
    const fields = [...byLabel.values()].map(({ label, names }) => `${label}=${quoted(jsonPath(names))}`);
    const selected = event.labels.map(({ name }) => `${name}=~"$${name}"`);
    return [
      `{${fileLabel}=~"$${fileLabel}"}`,
      `json ${fields.join(", ")}`,
      `metric_event=${quoted(event.plan.eventName)}`,
      ...selected,
      ...filters,
    ].join(" | ");
  };
  const count = (
    event: EventSeries,
    by: readonly string[],
    window: string,
    more: readonly Taken[] = [],
    filters: readonly string[] = [],
  ): string => sumBy(by, `count_over_time(${lines(event, more, filters)} [${window}])`);
  const unwrapped = (event: EventSeries, field: PlannedField): string =>
    `${lines(event, [{ label: valueLabel, names: field.names }])} | unwrap ${valueLabel} | __error__=""`;
  const events: QuestionWriter["events"] = (event, by, time) =>
    count(
      event,
      by.map(({ name }) => name),
      times[time],
    );
  const byValue = (event: EventSeries, { field, label }: EventSeries["breakdowns"][number], time: QueryTime): string =>
    count(event, [label.name], times[time], [{ label: label.name, names: field.names }]);

  /** Filters for conditions, and the fields that they take. */
  const conditions = (
    texts: string | readonly string[],
    event: EventSeries,
  ): { readonly filters: readonly string[]; readonly taken: readonly Taken[] } => {
    const parsed = parseConditions(typeof texts === "string" ? [texts] : texts, [event.plan.eventName], catalogue);
    const byField = new Map<string, FieldCondition[]>();
    for (const each of parsed)
      byField.set(fieldPath(each.names), [...(byField.get(fieldPath(each.names)) ?? []), each]);
    const taken = [...byField.values()].map((own, index) => ({
      label: `metric_field_${index}`,
      names: isHost(own[0]?.names ?? []) ? hostNames(event) : (own[0]?.names ?? []),
    }));
    const filters = [...byField.values()].flatMap((own, index) => filtersOf(`metric_field_${index}`, own));
    return { filters, taken };
  };

  return {
    events,
    top: (event, breakdown, time) => `topk(10, ${byValue(event, breakdown, time)})`,
    distinct: (event, breakdown, time) => `count(${byValue(event, breakdown, time)})`,
    quantile: (event, { field }, share, by) =>
      share === 1
        ? `max_over_time(${unwrapped(event, field)} [1h]) ${byText(by)}`
        : `quantile_over_time(${numberText(share)}, ${unwrapped(event, field)} [1h]) ${byText(by)}`,
    heatmap: () => undefined,
    last: (event, { field }, by) =>
      sumBy(
        by.map(({ name }) => name),
        `last_over_time(${unwrapped(event, field)} [1h]) ${byText(event.labels)}`,
      ),
    sum: (event, { field }, by, time) =>
      sumBy(
        by.map(({ name }) => name),
        `sum_over_time(${unwrapped(event, field)} [${times[time]}])`,
      ),
    interval: (event, by) => `3600 / ${events(event, by, "hour")}`,
    goodShare: (event, objective, time) => {
      const window = typeof time === "string" ? times[time] : spanText(time.seconds);
      const by = objective.watch.by.map(({ path }) => groupTaken(event, path));
      const { filters, taken } = conditions(objective.settings.where ?? [], event);
      const field = objective.watch.number?.field;
      const value = field === undefined ? [] : [{ label: valueLabel, names: field.names }];
      const isThere = field === undefined ? [] : [`${valueLabel}!=""`];
      const all = [...taken, ...value, ...by];
      const good = goodFilters(objective, event, conditions);
      const names = by.map(({ label }) => label);
      const total = count(event, names, window, all, [...filters, ...isThere]);
      const met = count(event, names, window, [...all, ...good.taken], [...filters, ...isThere, ...good.filters]);
      return { expr: `((${met} or ${total} * 0) / ${total})`, by: names };
    },
  };
}

type Conditions = (
  texts: string | readonly string[],
  event: EventSeries,
) => { readonly filters: readonly string[]; readonly taken: readonly Taken[] };

/** Conditions of good events have labels of their own, since those on all events have these names, too. */
function forGood(text: string): string {
  return text.replaceAll("metric_field_", "metric_good_");
}

function goodFilters(
  { good, settings }: Objective,
  event: EventSeries,
  conditions: Conditions,
): ReturnType<Conditions> {
  if (good.kind !== "conditions") {
    return { taken: [], filters: [`${valueLabel} ${good.kind === "below" ? "<" : ">"} ${numberText(good.limit)}`] };
  }
  const { filters, taken } = conditions(settings.good ?? [], event);
  return { filters: filters.map(forGood), taken: taken.map(({ label, names }) => ({ label: forGood(label), names })) };
}

/** Conditions on one field: alternatives with `=` and `~`, all others must hold. */
function filtersOf(label: string, conditions: readonly FieldCondition[]): readonly string[] {
  const alternatives = conditions.filter(({ operator }) => operator === "=" || operator === "~");
  const others = conditions.filter((each) => !alternatives.includes(each));
  return [
    ...(alternatives.length === 0 ? [] : [`${label}=~${quoted(alternatives.map(patternOf).join("|"))}`]),
    ...others.map((each) => {
      if (each.operator === "!=" || each.operator === "!~") return `${label}!~${quoted(patternOf(each))}`;
      return `${label} ${each.operator} ${numberText(Number(each.value))}`;
    }),
  ];
}

function hostNames({ plan }: EventSeries): readonly string[] {
  return plan.host?.names ?? ["host"];
}

function namesOf({ plan }: EventSeries, path: string): readonly string[] {
  return plan.dimensions.find((field) => field.path === path)?.names ?? [path];
}

/** A path of the parser `json` of Loki. */
function jsonPath(names: readonly string[]): string {
  return names
    .map((name, index) => (/^[A-Za-z_]\w*$/.test(name) ? `${index === 0 ? "" : "."}${name}` : `[${quoted(name)}]`))
    .join("");
}
