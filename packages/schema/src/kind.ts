import type { Kind, SchemaObject } from "./schema-types.js";

/** The kind of a field: as its schema says, else by its type, as the meta-schema documents. */
export function kindOf(schema: SchemaObject): Kind | undefined {
  if (schema.kind !== undefined) return schema.kind;
  const types = [schema.type ?? []].flat().filter((type) => type !== "null");
  if (types.includes("number")) return "measure";
  if (types.includes("integer")) return "count";
  if (types.includes("boolean") || schema.enum !== undefined || typeof schema.const === "string") return "dimension";
  return types.includes("string") ? "text" : undefined;
}
