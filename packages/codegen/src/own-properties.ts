import { isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { isClosedObject, stringLiteral } from "./closed-object.js";

/** Code that reads each property of a plain object once, and leaves at anything out of the ordinary. */
interface OwnProperties {
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

export interface ReadOptions {
  /** What is returned at anything out of the ordinary. */
  readonly leave: string;
  /** The function that copies an object property; `undefined` where objects are out of the ordinary as well. */
  copy(property: Schema): string | undefined;
  /** For the input of a constructor: what is absent may also be written as `undefined`, and as null where that is no value. */
  readonly isLenient?: boolean;
  /** The expression for a required property that is absent; without one, that is out of the ordinary. */
  default?(name: string): string | undefined;
}

/**
 * Reads the properties of an object whose schema {@link hasPlainProperties}. Out of the ordinary is a property missing or
 * undeclared, hidden or inherited, an object that is no plain one, and an array.
 */
export function readOwnProperties(schema: SchemaObject, options: ReadOptions): OwnProperties {
  const { leave, isLenient = false } = options;
  const required = new Set(schema.required);
  const properties = Object.entries(schema.properties ?? {}).map(([name, value], index) => ({
    name,
    schema: value,
    variable: `v${index}`,
    bit: 1 << index,
    isRequired: required.has(name),
    default: options.default?.(name),
  }));
  const sure = properties.filter((property) => property.isRequired && property.default === undefined);
  const unsure = properties.filter((property) => !sure.includes(property));
  const present = [
    String(sure.reduce((bits, { bit }) => bits | bit, 0)),
    ...unsure.map(({ variable, bit }) => `(${variable} === undefined ? 0 : ${bit})`),
  ].join(" + ");
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
    ...properties.flatMap((property) => {
      const { name, variable, isRequired } = property;
      const copy = options.copy(property.schema);
      const mayBeNull = isLenient && !isRequired && (copy !== undefined || !isNullable(property.schema));
      return [
        `let ${variable} = value[${stringLiteral(name)}];`,
        ...(sure.includes(property) ? [`if (${variable} === undefined) return ${leave};`] : []),
        ...(mayBeNull ? [`if (${variable} === null) ${variable} = undefined;`] : []),
        ...objectLines(variable, property.schema, leave, copy),
      ];
    }),
    // What is there and what was seen must be the same: no hidden property, and unless that is allowed, none that is undefined.
    isLenient ? `if ((seen | (${present})) !== seen) return ${leave};` : `if (seen !== ${present}) return ${leave};`,
    ...properties.flatMap((property) =>
      property.default === undefined
        ? []
        : [`if (${property.variable} === undefined) ${property.variable} = ${property.default};`],
    ),
  ];
  return { lines, properties };
}

/** Whether null may be a value there. */
function isNullable(schema: Schema): boolean {
  if (!isSchemaObject(schema) || schema.type === undefined) return true;
  return [schema.type].flat().includes("null");
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
