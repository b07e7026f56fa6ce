import { isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { isClosedObject, stringLiteral } from "./closed-object.js";

/** Code that reads each property of a plain object once, and leaves at anything out of the ordinary. */
export interface OwnProperties {
  /** Statements after which each property is in its variable; `value` is the object. */
  readonly lines: readonly string[];
  readonly properties: readonly OwnProperty[];
}

/** A declared property, and the variable that it was read into; `undefined` there when it is absent. */
export interface OwnProperty {
  readonly name: string;
  readonly schema: Schema;
  readonly variable: string;
  readonly isRequired: boolean;
}

/** So many properties that a set of them fits into the bits of a small integer. */
const maxProperties = 30;

/**
 * Whether every property of a closed object can be read by its name. Absent ones are there as `undefined` afterwards, which
 * keywords that count properties or compare whole objects would notice, in branches too.
 */
export function hasPlainProperties(schema: SchemaObject): boolean {
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

/**
 * Reads the properties of an object whose schema {@link hasPlainProperties}. A property missing or undeclared, hidden, inherited
 * or `undefined`, a class instance, an array: then `leave` is returned.
 *
 * `copy` gives the code that copies an object property, or `undefined` where objects are out of the ordinary as well.
 */
export function readOwnProperties(
  schema: SchemaObject,
  leave: string,
  copy: (property: Schema) => string | undefined,
): OwnProperties {
  const required = new Set(schema.required);
  const properties = Object.entries(schema.properties ?? {}).map(([name, value], index) => ({
    name,
    schema: value,
    variable: `v${index}`,
    bit: 1 << index,
    isRequired: required.has(name),
  }));
  const sure = properties.reduce((bits, { bit, isRequired }) => (isRequired ? bits | bit : bits), 0);
  const present = properties
    .filter(({ isRequired }) => !isRequired)
    .map(({ variable, bit }) => `(${variable} === undefined ? 0 : ${bit})`);
  const lines = [
    "const prototype = Object.getPrototypeOf(value);",
    `if (prototype !== Object.prototype && prototype !== null) return ${leave};`,
    "let seen = 0;",
    "for (const key in value) {",
    "  switch (key) {",
    ...properties.map(({ name, bit }) => `    case ${stringLiteral(name)}: seen |= ${bit}; break;`),
    `    default: return ${leave};`,
    "  }",
    "}",
    ...properties.flatMap(({ name, schema: property, variable, isRequired }) => [
      `let ${variable} = value[${stringLiteral(name)}];`,
      ...(isRequired ? [`if (${variable} === undefined) return ${leave};`] : []),
      ...objectLines(variable, property, leave, copy(property)),
    ]),
    // What is there and what was seen must be the same: no hidden property, and none that holds undefined.
    `if (seen !== ${[String(sure), ...present].join(" + ")}) return ${leave};`,
  ];
  return { lines, properties };
}

/** Primitives are their own copies. */
function objectLines(variable: string, schema: Schema, leave: string, copy: string | undefined): string[] {
  if (copy !== undefined)
    return [
      `if (${variable} !== undefined) {`,
      `  if (typeof ${variable} !== 'object' || ${variable} === null) return ${leave};`,
      `  ${variable} = ${copy}(${variable});`,
      `  if (${variable} === undefined) return ${leave};`,
      "}",
    ];
  if (isPrimitive(schema)) return [];
  return [`if (typeof ${variable} === 'object' && ${variable} !== null) return ${leave};`];
}

/** Whether the validator refuses every object and array there. */
function isPrimitive(schema: Schema): boolean {
  if (!isSchemaObject(schema) || schema.type === undefined) return false;
  return [schema.type].flat().every((type) => type !== "object" && type !== "array");
}

/** The object of the variables that properties were read into. */
export function objectOf(properties: readonly OwnProperty[]): string {
  return `{ ${properties.map(({ name, variable }) => `[${stringLiteral(name)}]: ${variable}`).join(", ")} }`;
}
