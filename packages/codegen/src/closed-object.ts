import { isSchemaObject, type SchemaObject } from "@metric-events/schema";

/** Whether a schema of the writer contract describes an object whose only properties are those that it declares. */
export function isClosedObject(schema: SchemaObject): boolean {
  const isClosed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
  return schema.type === "object" && isClosed && schema.patternProperties === undefined && !declaresInBranches(schema);
}

function declaresInBranches(schema: SchemaObject): boolean {
  const maps = [schema.anyOf, schema.oneOf, schema.allOf, Object.values(schema["dependentSchemas"] ?? {})];
  return [...maps.flatMap((list) => list ?? []), schema["then"], schema["else"]].some(
    (branch) =>
      isSchemaObject(branch) &&
      (branch.$ref !== undefined || declaresInBranches(branch) || hasOthers(branch.properties, schema.properties)),
  );
}

function hasOthers(names: object | undefined, declared: object | undefined): boolean {
  return Object.keys(names ?? {}).some((name) => !Object.hasOwn(declared ?? {}, name));
}

/** A name as a JavaScript string literal. */
export function stringLiteral(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
  return `'${escaped.replaceAll(/[\n\r\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`)}'`;
}
