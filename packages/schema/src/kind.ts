import type { Kind, SchemaObject } from "./schema-types.js";

/** The kind of a field: as its schema says, else by its type, as the meta-schema documents. */
export function kindOf(schema: SchemaObject): Kind | undefined {
  if (schema.kind !== undefined) return schema.kind;
  const types = new Set([schema.type ?? []].flat());
  if (types.has("number")) return "measure";
  if (types.has("integer")) return "count";
  if (types.has("boolean") || schema.enum !== undefined || typeof schema.const === "string") return "dimension";
  return types.has("string") ? "text" : undefined;
}
