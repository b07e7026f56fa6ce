import {
  type CatalogueModel,
  type EventModel,
  exampleOf,
  type FieldModel,
  type FieldRow,
  fieldRows,
} from "@metric-events/schema";
import { code, escape, inlineMarkdown, jsonText, tableRow } from "@metric-events/text";
import { generatedMark } from "./generated-marks.js";

/** The field reference: every event with its fields, as one Markdown page. */
export function fieldReference({ events, definitions }: CatalogueModel): string {
  const anchors = new Map(events.map(({ eventName, snakeName }) => [eventName, snakeName]));
  const linkTo = (name: string): string => `[${code(name)}](#${anchors.get(name) ?? ""})`;
  const list = events.map(({ eventName, description }) => `- ${linkTo(eventName)}: ${inlineMarkdown(description)}`);
  return [
    generatedMark(".md", "the schemas"),
    "# Events",
    list.join("\n"),
    ...events.map((event) => eventSection(event, definitions, linkTo)),
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}

function eventSection(
  event: EventModel,
  definitions: CatalogueModel["definitions"],
  linkTo: (name: string) => string,
): string {
  const notes = [
    ...(event.deprecated === true ? ["**Deprecated.**"] : []),
    inlineMarkdown(event.description),
    ...(event.since === undefined ? [] : [`Since ${escape(event.since)}.`]),
    ...(event.ends === undefined ? [] : [`Ends ${linkTo(event.ends)}.`]),
  ];
  const example = exampleOf(event, definitions);
  return [
    headingOf(event),
    notes.join(" "),
    fieldRowsTable(fieldRows(event)),
    ...(example === undefined ? [] : [["```json", jsonText(example), "```"].join("\n")]),
  ].join("\n\n");
}

/** Rows of fields, as a Markdown table. */
export function fieldRowsTable(rows: readonly FieldRow[]): string {
  const lines = rows.map(({ field, path }) => tableLine(field, path));
  return ["| field | value | unit | kind | meaning |", "| --- | --- | --- | --- | --- |", ...lines].join("\n");
}

function tableLine(field: FieldModel, path: string): string {
  const name = field.required ? code(path) : `${code(path)} (optional)`;
  const examples = (field.examples ?? []).map((example) => code(JSON.stringify(example)));
  const meaning = [
    ...(field.deprecated === true ? ["**Deprecated.**"] : []),
    inlineMarkdown(field.description),
    ...(field.partOf === undefined ? [] : [`Part of ${code(field.partOf)}.`]),
    ...(field.spans === undefined ? [] : [`Reaches back to the ${code(field.spans)}.`]),
    ...(field.origin === undefined ? [] : ["The host that the event comes from."]),
    ...(field.expectedMaximum === undefined ? [] : [`At most ${code(String(field.expectedMaximum))} expected.`]),
    ...(field.cardinality === undefined ? [] : [field.cardinality === "low" ? "Few values." : "Many values."]),
    ...(field.buckets === undefined
      ? []
      : [`Buckets: ${field.buckets.map((limit) => code(String(limit))).join(", ")}.`]),
    ...(field.otel === undefined ? [] : [`In OpenTelemetry ${code(field.otel)}.`]),
    ...(field.since === undefined ? [] : [`Since ${escape(field.since)}.`]),
    ...(Object.hasOwn(field, "default") ? [`Default: ${code(JSON.stringify(field.default))}.`] : []),
    ...(examples.length === 0 ? [] : [`Examples: ${examples.join(", ")}.`]),
  ].join(" ");
  return tableRow([name, escape(field.accepts), escape(field.unit ?? ""), field.kind ?? "", meaning]);
}

/** A heading in snake case is its own anchor. */
function headingOf({ eventName, snakeName }: EventModel): string {
  return eventName === snakeName ? `## ${eventName}` : `<a id="${snakeName}"></a>\n\n## ${code(eventName)}`;
}
