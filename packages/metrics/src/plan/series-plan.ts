import { type EventPlan, type PlannedField, planEvent } from "@metric-events/report";
import type { Catalogue, FieldDescriptor } from "@metric-events/runtime";
import { printable } from "@metric-events/text";
import { baseUnitOf, inBaseUnit } from "./base-unit.js";
import { familyNameOf, labelNameOf, NameGiver } from "./series-names.js";

/** Series of one name. */
export interface Family {
  /** Without the endings that its samples have: `runner_start` of `runner_start_total`. */
  readonly name: string;
  readonly kind: "counter" | "gauge" | "histogram";
  /** What it counts, for people. */
  readonly help: string;
}

/** A label of series. */
export interface SeriesLabel {
  readonly name: string;
  /** The path of the dimension; `undefined` for the host. */
  readonly path: string | undefined;
}

/** The histogram of a measure. */
export interface MeasureSeries {
  readonly field: PlannedField;
  readonly histogram: Family;
  /** What its values are multiplied by to be in the unit of the series. */
  readonly factor: number;
  /** The limits that the schema names, in the unit of the series, ascending; `undefined` where they are chosen from the log. */
  readonly limits: readonly number[] | undefined;
}

/** What is made of a number of things: the last one, and the sum of all. */
export interface CountSeries {
  readonly field: PlannedField;
  readonly gauge: Family;
  readonly sum: Family;
}

/** The counter of events by one dimension that has many values. */
export interface BreakdownSeries {
  readonly field: PlannedField;
  readonly counter: Family;
  readonly label: SeriesLabel;
}

/** All series of an event. */
export interface EventSeries {
  readonly plan: EventPlan;
  /** The host, and then the dimensions of few values: labels of all series but the breakdowns. */
  readonly labels: readonly SeriesLabel[];
  readonly counter: Family;
  readonly breakdowns: readonly BreakdownSeries[];
  readonly measures: readonly MeasureSeries[];
  readonly counts: readonly CountSeries[];
}

/** Series about the reading of the log itself. */
export interface ReadingSeries {
  readonly lines: Family;
  readonly lastEvent: Family;
  readonly folded: Family;
}

/** Which series a catalogue has: the one table of their names, which exporter, dashboards and rules share. */
export interface SeriesPlan {
  readonly events: readonly EventSeries[];
  readonly reading: ReadingSeries;
}

/** The name of the label that says where an event comes from. */
export const hostLabel: SeriesLabel = { name: "host", path: undefined };

/** The names of the samples of a family. */
export function sampleNames({ name, kind }: Pick<Family, "name" | "kind">): readonly string[] {
  switch (kind) {
    case "counter":
      return [`${name}_total`];
    case "gauge":
      return [name];
    case "histogram":
      return [`${name}_bucket`, `${name}_sum`, `${name}_count`];
    default:
      return kind satisfies never;
  }
}

/** The series of all events of a catalogue. Lists are left out as labels, since a series has one value of each. */
export function planSeries(catalogue: Pick<Catalogue, "definitions">): SeriesPlan {
  const names = new NameGiver();
  const give = (kind: Family["kind"], words: readonly string[], help: string): Family => {
    const usedBy = (name: string): readonly string[] => [name, ...sampleNames({ name, kind })];
    return { name: names.give(familyNameOf(words), [kind, ...words], usedBy), kind, help: printable(help) };
  };
  const reading: ReadingSeries = {
    lines: give("counter", ["metric_events", "lines"], "Lines of the log that were read."),
    lastEvent: give("gauge", ["metric_events", "last_event", "timestamp", "seconds"], "Time of the last event."),
    folded: give("gauge", ["metric_events", "folded", "labels"], "Labels whose further values count as other."),
  };
  const events = catalogue.definitions.map((definition): EventSeries => {
    const plan = planEvent(definition);
    const event = definition.snakeName;
    const dimensions = plan.dimensions.filter(({ isList }) => !isList);
    const labelNames = new NameGiver();
    labelNames.give(hostLabel.name, []);
    const labelOf = ({ path, names: fieldNames }: PlannedField): SeriesLabel => ({
      name: labelNames.give(labelNameOf(path), fieldNames),
      path,
    });
    const isLabel = ({ names: path }: PlannedField): boolean => hasFewValues(descriptorAt(definition.fields, path));
    const labels = dimensions.filter(isLabel).map(labelOf);
    const breakdowns = dimensions.filter((field) => !isLabel(field));
    return {
      plan,
      labels: [hostLabel, ...labels],
      counter: give("counter", [event], plan.description),
      measures: plan.measures.map((field): MeasureSeries => {
        const { suffix, factor } = baseUnitOf(field.unit);
        return {
          field,
          histogram: give("histogram", [event, ...field.names, suffix], field.description),
          factor,
          limits: descriptorAt(definition.fields, field.names)?.buckets?.map((limit) => inBaseUnit(limit, factor)),
        };
      }),
      counts: plan.counts.map((field): CountSeries => {
        const { suffix } = baseUnitOf(field.unit);
        return {
          field,
          gauge: give("gauge", [event, ...field.names, suffix], field.description),
          sum: give("counter", [event, ...field.names, suffix, "sum"], `Sum over all events: ${field.description}`),
        };
      }),
      breakdowns: breakdowns.map((field) => ({
        field,
        counter: give("counter", [event, "by", ...field.names], `${plan.description} By: ${field.description}`),
        label: labelOf(field),
      })),
    };
  });
  return { events, reading };
}

function descriptorAt(
  fields: readonly FieldDescriptor[],
  [name, ...inner]: readonly string[],
): FieldDescriptor | undefined {
  const found = fields.find((field) => field.name === name);
  return inner.length === 0 ? found : descriptorAt(found?.fields ?? [], inner);
}

/** Values that the schema lists are few. */
function hasFewValues(field: FieldDescriptor | undefined): boolean {
  if (field?.cardinality !== undefined) return field.cardinality === "low";
  return field?.values !== undefined || field?.types.every((type) => type === "boolean" || type === "null") === true;
}
