import { isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { isClosedObject, stringLiteral } from "./closed-object.js";

/** Code that reads each property of a plain object once, and returns early for an unusual object. */
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

/** A set of this many properties fits into the bits of a small integer. */
const maxProperties = 30;

/**
 * Whether every property of a closed object can be read by its name. Absent properties become `undefined`, which keywords that count
 * properties or compare whole objects would notice, even in branches.
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
  /** What the code returns for an unusual object. */
  readonly leave: string;
  /** The function that copies an object property; `undefined` where an object is unusual. */
  copy(property: Schema): string | undefined;
  /** For the input of a constructor: an absent property may also be `undefined`, or null where null is not a value. */
  readonly isLenient?: boolean;
  /** The expression for a required property that is absent; without one, such an object is unusual. */
  default?(name: string): string | undefined;
}

/**
 * Reads the properties of an object whose schema {@link hasPlainProperties}. Unusual are an array, an object with another prototype, and a
 * property that is missing, undeclared, hidden or inherited.
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
    // The properties that have a value must be those that were enumerated: none is hidden, and unless it is lenient, none is undefined.
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
