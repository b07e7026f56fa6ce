import { isSchemaObject } from "@metric-events/schema";
import type { TypeSchema } from "./type-schema.js";

/**
 * Replaces enumerated objects and arrays by their types. json-schema-to-typescript must not see these values: it follows each `$ref`, even
 * one that is part of a value.
 */
export function withSpeltOutValues(schema: TypeSchema): TypeSchema {
  const { enum: values, ...rest } = schema;
  if (Array.isArray(values) && values.some((value) => typeof value === "object" && value !== null)) {
    const union = values.map((value) => JSON.stringify(value)).join(" | ");
    return { ...rest, tsType: values.length === 1 ? union : `(${union})` };
  }
  return Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, spelt(keyword, value)]));
}

function spelt(keyword: string, value: unknown): unknown {
  switch (keyword) {
    case "properties":
      return Object.fromEntries(Object.entries(value as object).map(([name, sub]) => [name, subschema(sub)]));
    case "items":
    case "anyOf":
      return Array.isArray(value) ? value.map(subschema) : subschema(value);
    case "additionalItems":
    case "additionalProperties":
      return subschema(value);
    default:
      return value;
  }
}

function subschema(value: unknown): unknown {
  return isSchemaObject(value) ? withSpeltOutValues(value as TypeSchema) : value;
}
