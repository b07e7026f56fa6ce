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
  const root = copyFunction("copy", contract, { contract, functions });
  return [...functions.values(), root].join("\n");
}

interface CopierContext {
  /** The writer contract, with its `$defs`. */
  readonly contract: SchemaObject;
  /** Functions of definitions, by title. */
  readonly functions: Map<string, string>;
}

/** So many properties that a set of them fits into the bits of a small integer. */
const maxProperties = 30;

/**
 * Absent properties are there as `undefined` in the copy, which keywords that count properties or compare whole objects would
 * notice, in branches too.
 */
function isCopyable(schema: SchemaObject): boolean {
  const isPlain = notices.every((keyword) => schema[keyword] === undefined);
  return isClosedObject(schema) && isPlain && Object.keys(schema.properties ?? {}).length <= maxProperties;
}

const notices = [
  "minProperties",
  "maxProperties",
  "propertyNames",
  "const",
  "enum",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "dependentSchemas",
];

function copyFunction(name: string, schema: SchemaObject, context: CopierContext): string {
  const required = new Set(schema.required);
  const properties = Object.entries(schema.properties ?? {}).map(([property, value], index) => ({
    literal: stringLiteral(property),
    value,
    variable: `v${index}`,
    bit: 1 << index,
    isRequired: required.has(property),
  }));
  const sure = properties.reduce((bits, { bit, isRequired }) => (isRequired ? bits | bit : bits), 0);
  const present = properties
    .filter(({ isRequired }) => !isRequired)
    .map(({ variable, bit }) => `(${variable} === undefined ? 0 : ${bit})`);
  return [
    `function ${name}(value) {`,
    "  const prototype = Object.getPrototypeOf(value);",
    "  if (prototype !== Object.prototype && prototype !== null) return undefined;",
    "  let seen = 0;",
    "  for (const key in value) {",
    "    switch (key) {",
    ...properties.map(({ literal, bit }) => `      case ${literal}: seen |= ${bit}; break;`),
    "      default: return undefined;",
    "    }",
    "  }",
    ...properties.flatMap(({ literal, value, variable, isRequired }) => [
      `  let ${variable} = value[${literal}];`,
      ...(isRequired ? [`  if (${variable} === undefined) return undefined;`] : []),
      ...copyLines(variable, value, context).map((line) => `  ${line}`),
    ]),
    // What is there and what was seen must be the same: no hidden property, and none that holds undefined.
    `  if (seen !== ${[String(sure), ...present].join(" + ")}) return undefined;`,
    `  return { ${properties.map(({ literal, variable }) => `[${literal}]: ${variable}`).join(", ")} };`,
    "}",
  ].join("\n");
}

/** Primitives are their own copies; of objects only those of a closed definition or schema are copied. */
function copyLines(variable: string, schema: Schema, context: CopierContext): string[] {
  const definition = definitionOf(schema, context.contract);
  if (definition !== undefined && isCopyable(definition.schema)) {
    const name = `copy${definition.title}`;
    if (!context.functions.has(definition.title)) {
      // Set before it is made, so that a type within itself calls itself.
      context.functions.set(definition.title, "");
      context.functions.set(definition.title, copyFunction(name, definition.schema, context));
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
