import { isSchemaObject, type Schema } from "./schema-types.js";

/** Whether a schema describes whole numbers of 64 bits, which are bigints in code. */
export function isBigint(schema: Schema): boolean {
  return isSchemaObject(schema) && schema.format === "int64" && [schema.type].flat().includes("integer");
}
