import { definitionName, isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { hasPlainProperties, objectOf, readOwnProperties } from "./own-properties.js";

/**
 * The code of a function that copies an event of plain objects and primitives. It reads each property once, and makes objects of one shape, in
 * which absent properties are `undefined`. It returns `undefined` for an unusual object (with a missing or undeclared property, a class
 * instance, an array): then the runtime decides, and says what is wrong.
 *
 * A copied object has no undeclared properties, so it is enough to judge it by the reader contract: the writer contract only adds that
 * nothing is undeclared.
 */
export function compileCopier(contract: SchemaObject): string | undefined {
  if (!hasPlainProperties(contract)) return undefined;
  const functions = new Map<string, string>();
  const root = copyFunction("copy", contract, { contract, functions });
  return [...functions.values(), root].join("\n");
}

interface CopierContext {
  /** The writer contract, with its `$defs`. */
  readonly contract: SchemaObject;
  /** Functions of definitions, by title. */
  readonly functions: Map<string, string>;
}

function copyFunction(name: string, schema: SchemaObject, context: CopierContext): string {
  const { lines, properties } = readOwnProperties(schema, {
    leave: "undefined",
    copy: (property) => copyCall(property, context),
  });
  return [
    `function ${name}(value) {`,
    ...lines.map((line) => `  ${line}`),
    `  return ${objectOf(properties)};`,
    "}",
  ].join("\n");
}

/** Only objects of a closed definition are copied. */
function copyCall(property: Schema, context: CopierContext): string | undefined {
  const definition = copiedDefinition(property, context.contract);
  if (definition === undefined) return undefined;
  const { title, schema } = definition;
  if (!context.functions.has(title)) {
    // Set first, so that a type that contains itself calls its own function.
    context.functions.set(title, "");
    context.functions.set(title, copyFunction(copierName(title), schema, context));
  }
  return copierName(title);
}

/** Name of the function that the copier has for objects of a definition. */
export function copierName(title: string): string {
  return `copy${title}`;
}

/** The definition by which the copier copies a property, if it does. */
export function copiedDefinition(
  property: Schema,
  contract: SchemaObject,
): { readonly title: string; readonly schema: SchemaObject } | undefined {
  if (!isSchemaObject(property) || property.$ref === undefined) return undefined;
  const title = definitionName(property.$ref);
  const schema = contract.$defs?.[title];
  return isSchemaObject(schema) && hasPlainProperties(schema) ? { title, schema } : undefined;
}
