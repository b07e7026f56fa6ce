import {
  describeBounds,
  formatOfPattern,
  isBigint,
  isFormatChecked,
  patternsOf,
  type SchemaObject,
} from "@metric-events/schema";

/** The doc comment of a schema, without its delimiters: description, unit, range, default, examples, deprecation. */
export function tsdoc(schema: SchemaObject): string {
  const isChecked = isFormatChecked(schema);
  const facts = [
    ...(schema.unit === undefined ? [] : [`Unit: ${schema.unit}.`]),
    ...(schema.partOf === undefined ? [] : [`Part of: ${schema.partOf}.`]),
    ...(schema.spans === undefined ? [] : [`Reaches back to: ${schema.spans}.`]),
    ...(schema.origin === undefined ? [] : ["Origin: the host."]),
    ...range(schema),
    ...(schema.expectedMaximum === undefined ? [] : [`Expected maximum: ${schema.expectedMaximum}.`]),
    ...(schema.cardinality === undefined ? [] : [`Cardinality: ${schema.cardinality}.`]),
    ...(schema.buckets === undefined ? [] : [`Buckets: ${schema.buckets.join(", ")}.`]),
    ...(schema.otel === undefined ? [] : [`OpenTelemetry: ${schema.otel}.`]),
    ...length(schema),
    ...size(schema),
    ...patterns(schema),
    ...(schema.format === undefined ? [] : [`Format: ${schema.format}${isChecked ? "" : " (not checked)"}.`]),
  ];
  const tags = [
    ...(Object.hasOwn(schema, "default") ? [`@defaultValue \`${valueText(schema, schema.default)}\``] : []),
    ...(schema.examples ?? []).map((example) => `@example ${valueText(schema, example)}`),
    ...(schema.since === undefined ? [] : [`@since ${schema.since}`]),
    ...(schema.deprecated === true ? ["@deprecated"] : []),
  ];
  return [schema.description ?? "", facts.join(" "), tags.join("\n")].filter((part) => part !== "").join("\n\n");
}

function valueText(schema: SchemaObject, value: unknown): string {
  return isBigint(schema) && Number.isInteger(value) ? `${BigInt(value as number)}n` : JSON.stringify(value);
}

function range(schema: SchemaObject): string[] {
  const bounds = describeBounds(schema);
  return bounds.length === 0 ? [] : [`Range: ${bounds.join(", ")}.`];
}

function patterns(schema: SchemaObject): string[] {
  const own = patternsOf(schema).filter((pattern) => formatOfPattern(pattern) === undefined);
  const all = own.map((pattern) => `\`${pattern}\``);
  return all.length === 0 ? [] : [`Pattern: ${all.join(", ")}.`];
}

function size({ minItems, maxItems }: SchemaObject): string[] {
  const parts = [
    ...(minItems === undefined ? [] : [`≥ ${minItems}`]),
    ...(maxItems === undefined ? [] : [`≤ ${maxItems}`]),
  ];
  return parts.length === 0 ? [] : [`Elements: ${parts.join(", ")}.`];
}

function length({ minLength, maxLength }: SchemaObject): string[] {
  const parts = [
    ...(minLength === undefined ? [] : [`≥ ${minLength}`]),
    ...(maxLength === undefined ? [] : [`≤ ${maxLength}`]),
  ];
  return parts.length === 0 ? [] : [`Length: ${parts.join(", ")} characters.`];
}
