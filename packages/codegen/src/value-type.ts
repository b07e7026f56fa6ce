import type { SchemaObject } from "@metric-events/schema";

/**
 * The TypeScript type of values that hold objects or arrays, `undefined` where `const` and `enum` have none.
 * json-schema-to-typescript must not see these: it follows each `$ref`, even one that is a value.
 */
export function nestedValueType(schema: SchemaObject): string | undefined {
  const values = Object.hasOwn(schema, "const") ? [schema.const] : (schema.enum ?? []);
  if (!values.some((value) => typeof value === "object" && value !== null)) return undefined;
  const union = values.map((value) => JSON.stringify(value)).join(" | ");
  return values.length === 1 ? union : `(${union})`;
}
