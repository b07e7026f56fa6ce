import { isSchemaObject, type Schema, type SchemaObject } from "./schema-types.js";
import { mapSubschemas, type Subschema, subschemas } from "./walk.js";

/** Looks up what `$ref` leads to within the flattened schemas. */
type Lookup = (ref: string) => SchemaObject;

/**
 * The writer contract of a flattened schema: every object in it that does not say `additionalProperties` or
 * `unevaluatedProperties` itself takes none but its declared properties. The schema as it stands is the reader contract.
 *
 * Every instance of the writer contract is one of the reader contract. Branches of `anyOf`, `oneOf`, `if` and the like are not
 * closed one by one, but the object that they describe together is.
 */
export function closeSchema(schema: SchemaObject, lookup: Lookup): SchemaObject {
  const closed = closeChildren(schema, lookup);
  if (saysItself(schema) || !describesObject(schema, lookup)) return closed;
  const isWhole = subschemas(schema).every((sub) => sub.appliesTo !== "in-place");
  return { ...closed, [isWhole ? "additionalProperties" : "unevaluatedProperties"]: false };
}

function closeChildren(schema: SchemaObject, lookup: Lookup): SchemaObject {
  return mapSubschemas(schema, (sub) => closeSubschema(sub, lookup));
}

function closeSubschema(sub: Subschema, lookup: Lookup): Schema {
  const { appliesTo, isTest, schema } = sub;
  if (!isSchemaObject(schema) || isTest) return schema;
  if (appliesTo === "in-place") return closeChildren(schema.$ref === undefined ? schema : lookup(schema.$ref), lookup);
  // The definition that a child refers to is closed where it stands.
  return schema.$ref === undefined ? closeSchema(schema, lookup) : schema;
}

function saysItself(schema: SchemaObject): boolean {
  return Object.hasOwn(schema, "additionalProperties") || Object.hasOwn(schema, "unevaluatedProperties");
}

/** Whether a schema says anything of objects: by its type, or by declaring properties, itself or in a branch. */
function describesObject(schema: SchemaObject, lookup: Lookup): boolean {
  if (schema.$ref !== undefined) return describesObject(lookup(schema.$ref), lookup);
  if (schema.type !== undefined) return [schema.type].flat().includes("object");
  if (Object.hasOwn(schema, "properties") || Object.hasOwn(schema, "patternProperties")) return true;
  return subschemas(schema).some(
    (sub) =>
      sub.appliesTo === "in-place" && !sub.isTest && isSchemaObject(sub.schema) && describesObject(sub.schema, lookup),
  );
}
