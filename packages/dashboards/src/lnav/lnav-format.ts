import {
  type Catalogue,
  type Envelope,
  type FieldDescriptor,
  fieldPath,
  type TimeKind,
  unitsPerSecond,
} from "@metric-events/runtime";
import { indentedJsonText, printable } from "@metric-events/text";

/** The name of the format, and of its table in lnav. */
export const lnavFormatName = "metric_events";

type LnavKind = "string" | "integer" | "float" | "boolean" | "json";

interface LnavValue {
  readonly kind: LnavKind;
  readonly identifier?: true;
  readonly "foreign-key"?: true;
  readonly description: string;
}

/**
 * A format file for lnav, which then shows the events of a log in lines, and all fields as columns of the table `metric_events`. Fields of all events share one
 * table, as lines of all events share one log.
 */
export function lnavFormat(catalogue: Catalogue): string {
  const { envelope, definitions } = catalogue;
  const values = valuesOf(
    definitions.flatMap(({ fields }) => fields),
    envelope,
  );
  const format = {
    title: "Metric events",
    description: "Metric events, as metric-events logs them: one JSON object per line.",
    url: "https://docs.lnav.org/en/stable/formats.html",
    "file-type": "json",
    "hide-extra": false,
    "timestamp-field": envelope.timeField,
    ...timeSettings(envelope.timeKind),
    "line-format": [
      { field: "__timestamp__" },
      " ",
      { field: envelope.nameField, "min-width": Math.max(...definitions.map(({ eventName }) => eventName.length), 1) },
      ...shownFields(
        definitions.flatMap(({ fields }) => fields),
        envelope,
      ).flatMap((name) => [{ field: name, prefix: ` ${name}=`, "default-value": "" }]),
    ],
    value: values,
  };
  const schema = "https://lnav.org/schemas/format-v1.schema.json";
  return `${indentedJsonText({ $schema: schema, [lnavFormatName]: format })}\n`;
}

/** Seconds are what lnav expects of numbers. */
function timeSettings(kind: TimeKind): Readonly<Record<string, unknown>> {
  return kind === "date-time" ? {} : { "timestamp-divisor": unitsPerSecond[kind] };
}

/** Names of fields at the top of an event, each once, the envelope left out. Objects are shown on lines of their own. */
function shownFields(fields: readonly FieldDescriptor[], { nameField, timeField }: Envelope): readonly string[] {
  const names = fields.filter(({ types }) => !types.includes("object")).map(({ name }) => name);
  return [...new Set(names)].filter((name) => name !== nameField && name !== timeField);
}

function valuesOf(fields: readonly FieldDescriptor[], envelope: Envelope): Readonly<Record<string, LnavValue>> {
  const byName = new Map<string, FieldDescriptor[]>();
  const visit = (members: readonly FieldDescriptor[], around: readonly string[]): void => {
    for (const field of members) {
      // lnav names what is within an object by its path.
      const name = [...around, field.name].join("/");
      if (around.length === 0 && field.name === envelope.timeField) continue;
      byName.set(name, [...(byName.get(name) ?? []), field]);
      if (field.fields !== undefined) visit(field.fields, [...around, field.name]);
    }
  };
  visit(fields, []);
  const described = [...byName].map(([name, own]): readonly [string, LnavValue] => {
    const [first] = own;
    const isIdentifier = own.every(({ kind }) => kind === "identifier" || kind === "dimension");
    const kind = kindOf(own);
    return [
      name,
      {
        kind,
        ...(isIdentifier && kind === "string" ? { identifier: true } : {}),
        ...(isIdentifier && kind === "integer" ? { "foreign-key": true } : {}),
        description: printable(first?.description ?? fieldPath([name])),
      },
    ];
  });
  return Object.fromEntries(described);
}

/** The kind that holds the values of all fields of a name. */
function kindOf(fields: readonly FieldDescriptor[]): LnavKind {
  const types = new Set(fields.flatMap((field) => field.types).filter((type) => type !== "null"));
  const [only, ...others] = types;
  if (types.has("object") || types.has("array")) return "json";
  if ([...types].every((type) => type === "integer" || type === "number"))
    return types.has("number") ? "float" : "integer";
  return only === "boolean" && others.length === 0 ? "boolean" : "string";
}
