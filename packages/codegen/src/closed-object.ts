import { evaluationsOf, type SchemaObject } from "@metric-events/schema";

/** Whether a schema of the writer contract describes an object whose only properties are those that it declares. */
export function isClosedObject(schema: SchemaObject): boolean {
  const { properties = {}, required = [] } = schema;
  const isClosed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
  // One that requires what it does not declare has no instance.
  const isPossible = required.every((name) => Object.hasOwn(properties, name));
  return schema.type === "object" && isClosed && isPossible && takesOnlyDeclared(schema);
}

/** Whether no property that is not declared in the schema itself can be evaluated, if that closes itself. */
export function takesOnlyDeclared(schema: SchemaObject): boolean {
  const { additionalProperties, ...rest } = schema;
  // Of what a branch refers to, anything is possible.
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
