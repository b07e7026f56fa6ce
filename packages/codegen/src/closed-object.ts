import { evaluationsOf, type SchemaObject } from "@metric-events/schema";

/** Whether a schema of the writer contract describes an object whose only properties are those that it declares. */
export function isClosedObject(schema: SchemaObject): boolean {
  const { properties = {}, required = [] } = schema;
  const isClosed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
  // An object that requires a name that it does not declare is never valid.
  const isPossible = required.every((name) => Object.hasOwn(properties, name));
  return schema.type === "object" && isClosed && isPossible && takesOnlyDeclared(schema);
}

/** Whether a schema, if it closes itself, accepts only properties that it declares itself. */
export function takesOnlyDeclared(schema: SchemaObject): boolean {
  const { additionalProperties, ...rest } = schema;
  // A branch that refers to another schema may declare anything.
  const evaluations = evaluationsOf(additionalProperties === false ? rest : schema, () => ({
    additionalProperties: true,
  }));
  const declared = schema.properties ?? {};
  return evaluations.every(
    ({ properties: { all, names, patterns } }) =>
      !all && patterns.length === 0 && names.every((name) => Object.hasOwn(declared, name)),
  );
}

/** A name as a JavaScript string literal. */
export function stringLiteral(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
  return `'${escaped.replaceAll(/[\n\r\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`)}'`;
}
