import {
  type EventDefinition,
  type FieldDescriptor,
  fieldPath,
  otherPath,
  type ValueDescriptor,
} from "@metric-events/runtime";
import { formatTable, jsonText, printable, wrap } from "@metric-events/text";
import { exampleCommand, exampleEvent } from "../emit/example.js";

export function listEvents(definitions: readonly EventDefinition[]): string {
  const columns = [{ title: "event" }, { title: "fields", align: "right" }, { title: "description" }] as const;
  const rows = definitions.map(({ eventName, fields, description, deprecated }) => [
    eventName,
    String(fields.length),
    deprecated === true ? `Deprecated. ${description}` : description,
  ]);
  return formatTable(columns, rows);
}

/** Everything that the schema says about one event. */
export function explainEvent(definition: EventDefinition, columns: number): string {
  const { eventName, typeName, description, since, deprecated, ends, fields, others } = definition;
  const remarks = [
    ...(deprecated === true ? ["Deprecated."] : []),
    description,
    ...(since === undefined ? [] : [`Since ${since}.`]),
    ...(ends === undefined ? [] : [`Ends ${ends}.`]),
  ];
  const example = exampleEvent(definition);
  return [
    `${eventName} (${typeName})`,
    wrap(remarks.join(" "), columns),
    "",
    ...fields.flatMap((field) => explainField(field, fieldPath([field.name]), columns).concat("")),
    ...(others ?? []).flatMap((other) => explainParts(other, otherPath("", other.at), columns).concat("")),
    ...(example === undefined
      ? []
      : [
          "Issue one:",
          ...exampleCommand(definition, example).map((line) => `  ${line}`),
          "",
          "Its line:",
          `  ${jsonText(example)}`,
          "",
        ]),
  ].join("\n");
}

function explainField(field: FieldDescriptor, path: string, columns: number): string[] {
  const {
    accepts,
    required,
    kind,
    unit,
    description,
    partOf,
    spans,
    origin,
    expectedMaximum,
    cardinality,
    buckets,
    otel,
    examples,
    since,
    deprecated,
  } = field;
  const facts = [
    accepts,
    required ? "required" : "optional",
    ...(kind === undefined ? [] : [kind]),
    ...(unit === undefined ? [] : [`unit ${unit}`]),
  ];
  const remarks = [
    ...(deprecated === true ? ["Deprecated."] : []),
    description,
    ...(partOf === undefined ? [] : [`Part of ${partOf}.`]),
    ...(spans === undefined ? [] : [`Reaches back to ${spans}.`]),
    ...(origin === undefined ? [] : ["The host that the event comes from."]),
    ...(expectedMaximum === undefined ? [] : [`At most ${expectedMaximum} expected.`]),
    ...(cardinality === undefined ? [] : [cardinality === "low" ? "Few values." : "Many values."]),
    ...(buckets === undefined ? [] : [`Buckets: ${buckets.join(", ")}.`]),
    ...(otel === undefined ? [] : [`In OpenTelemetry ${otel}.`]),
    ...(since === undefined ? [] : [`Since ${since}.`]),
    ...(field.default === undefined ? [] : [`Default: ${JSON.stringify(field.default)}.`]),
    ...(examples === undefined ? [] : [`Examples: ${examples.map((example) => JSON.stringify(example)).join(", ")}.`]),
  ];
  return [
    printable(`  ${path}: ${facts.join(", ")}`),
    wrap(remarks.join(" "), columns, "      "),
    ...explainParts(field, path, columns),
  ];
}

/** The fields of an object, of an array's elements, of the branches of a union, and of values without a name of their own. */
function explainParts({ fields, items, unions, others }: ValueDescriptor, path: string, columns: number): string[] {
  return [
    ...(fields ?? []).flatMap((child) => explainField(child, `${path}.${fieldPath([child.name])}`, columns)),
    ...(items === undefined ? [] : explainParts(items, `${path}[]`, columns)),
    ...(unions ?? []).flatMap(({ branches }) =>
      branches.flatMap((branch) =>
        explainParts(branch, branch.name === undefined ? path : `${path}<${branch.name}>`, columns),
      ),
    ),
    ...(others ?? []).flatMap((other) => explainParts(other, otherPath(path, other.at), columns)),
  ];
}
