import { isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { isClosedObject, stringLiteral } from "./closed-object.js";

/**
 * The code of a function that copies an event of plain objects and primitives, reading each property once, into an object of one
 * shape, in which absent properties are `undefined`. It returns `undefined` for everything out of the ordinary (a property
 * missing or undeclared, a class instance, an array): then the runtime's general way decides, and says what is wrong.
 *
 * An object that it copies has no undeclared property, so the reader contract is enough to judge it by: the writer contract
 * is that and nothing undeclared.
 */
export function compileCopier(contract: SchemaObject): string | undefined {
  if (!isCopyable(contract)) return undefined;
  const functions = new Map<string, string>();
  const root = objectFunction("copy", contract, { contract, functions });
  return [...functions.values(), root].join("\n");
}

interface Context {
  /** The writer contract, with its `$defs`. */
  readonly contract: SchemaObject;
  /** Functions of definitions, by title. */
  readonly functions: Map<string, string>;
}

/** Absent properties are there as `undefined` in the copy, which keywords that count properties would count. */
function isCopyable(schema: SchemaObject): boolean {
  const counts = ["minProperties", "maxProperties", "propertyNames", "const", "enum", "not", "if"];
  return isClosedObject(schema) && counts.every((keyword) => schema[keyword] === undefined);
}

function objectFunction(name: string, schema: SchemaObject, context: Context): string {
  const required = new Set(schema.required);
  const properties = Object.entries(schema.properties ?? {});
  const names = properties.map(([property]) => stringLiteral(property));
  const reads = properties.flatMap(([property, value], index) => [
    `  let v${index} = value[${names[index]}];`,
    ...(required.has(property) ? [`  if (v${index} === undefined) return undefined;`] : []),
    ...copyLines(`v${index}`, value, context).map((line) => `  ${line}`),
  ]);
  const optional = properties.flatMap(([property], index) =>
    required.has(property) ? [] : [`(v${index} === undefined ? 0 : 1)`],
  );
  const present = [String(properties.length - optional.length), ...optional].join(" + ");
  return [
    `function ${name}(value) {`,
    "  const prototype = Object.getPrototypeOf(value);",
    "  if (prototype !== Object.prototype && prototype !== null) return undefined;",
    "  let declared = 0;",
    "  for (const key in value) {",
    "    switch (key) {",
    ...names.map((literal) => `      case ${literal}:`),
    "        declared++;",
    "        break;",
    "      default:",
    "        return undefined;",
    "    }",
    "  }",
    ...reads,
    `  if (declared !== ${present}) return undefined;`,
    `  return { ${names.map((literal, index) => `[${literal}]: v${index}`).join(", ")} };`,
    "}",
  ].join("\n");
}

/** Primitives are their own copies; of objects only those of a closed definition or schema are copied. */
function copyLines(variable: string, schema: Schema, context: Context): string[] {
  const definition = definitionOf(schema, context.contract);
  if (definition !== undefined && isCopyable(definition.schema)) {
    const name = `copy${definition.title}`;
    if (!context.functions.has(definition.title)) {
      // Set before it is made, so that a type within itself calls itself.
      context.functions.set(definition.title, "");
      context.functions.set(definition.title, objectFunction(name, definition.schema, context));
    }
    return [
      `if (${variable} !== undefined) {`,
      `  if (typeof ${variable} !== 'object' || ${variable} === null) return undefined;`,
      `  ${variable} = ${name}(${variable});`,
      `  if (${variable} === undefined) return undefined;`,
      "}",
    ];
  }
  return isPrimitive(schema) ? [] : [`if (typeof ${variable} === 'object' && ${variable} !== null) return undefined;`];
}

function definitionOf(schema: Schema, contract: SchemaObject): { title: string; schema: SchemaObject } | undefined {
  if (!isSchemaObject(schema) || schema.$ref === undefined) return undefined;
  const title = schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
  const definition = contract.$defs?.[title];
  return isSchemaObject(definition) ? { title, schema: definition } : undefined;
}

/** Whether the validator refuses every object and array there. */
function isPrimitive(schema: Schema): boolean {
  if (!isSchemaObject(schema) || schema.type === undefined) return false;
  return [schema.type].flat().every((type) => type !== "object" && type !== "array");
}
