import { isAnnotation } from "./keywords.js";
import { isSchemaObject, type SchemaObject } from "./schema-types.js";

/**
 * The `$ref` of a schema that only refers to another and annotates it, so that it can keep the other's name as its type. Up to draft-07,
 * keywords beside `$ref` were ignored, and many write `allOf: [{ $ref }]` since.
 */
export function bareRef(schema: SchemaObject): string | undefined {
  const { $ref, allOf, ...rest } = schema;
  if (!Object.keys(rest).every(isAnnotation)) return undefined;
  if (allOf === undefined) return $ref;
  const [branch, ...others] = allOf;
  if ($ref !== undefined || others.length > 0 || !isSchemaObject(branch)) return undefined;
  return Object.keys(branch).length === 1 ? branch.$ref : undefined;
}
