import type { Alternative, ArrayType, ObjectType, Type } from "./type.js";

/**
 * A schema in the dialect of json-schema-to-typescript, of only those constructs that it translates as they are meant: unions of
 * constants, primitives, tuples of fixed length, arrays, and objects that say which other properties they take.
 */
export type TypeSchema = Readonly<Record<string, unknown>>;

/** Gives the schema for a type with a name: the name, or what it stands for. */
export type Refer = (type: NamedType, make: () => TypeSchema) => TypeSchema;

export interface NamedType {
  readonly name: string;
  readonly doc: string;
  readonly isInline: boolean;
}

/** A tuple with more lengths than this is written as an array. */
const maxTupleLengths = 16;

/** The schema of a type whose objects are closed. */
export function typeSchema(type: Type, refer: Refer): TypeSchema {
  const members = withoutDuplicates(type.flatMap((alternative) => alternativeSchemas(alternative, refer)));
  if (members.some(({ tsType }) => tsType === "unknown") || takesAnything(members)) return unknownSchema;
  const [only, ...others] = joinConstants(withoutSubsets(members));
  if (only === undefined) return neverSchema;
  return others.length === 0 ? only : { anyOf: [only, ...others] };
}

/** The same with a doc comment. */
export function documentedSchema(
  { type, doc }: { readonly type: Type; readonly doc: string },
  refer: Refer,
): TypeSchema {
  const schema = typeSchema(type, refer);
  return doc === "" ? schema : { ...schema, description: doc };
}

const unknownSchema: TypeSchema = { tsType: "unknown" };
const neverSchema: TypeSchema = { tsType: "never" };

/** To TypeScript, `{}` is any value but null and undefined. */
const emptyObjectSchema: TypeSchema = { tsType: "{ [name: string]: never }" };

function alternativeSchemas(alternative: Alternative, refer: Refer): TypeSchema[] {
  switch (alternative.kind) {
    case "unknown":
      return [unknownSchema];
    case "primitive":
      if (alternative.name === "bigint") return [{ tsType: "bigint" }];
      return [{ type: alternative.name === "integer" ? "number" : alternative.name }];
    case "literal":
      return [constantSchema(alternative.value)];
    case "reference":
      return [refer(alternative, () => typeSchema(alternative.target(), refer))];
    case "array":
      return arraySchemas(alternative, refer);
    case "object": {
      const { name, doc } = alternative;
      const make = (): TypeSchema => objectSchema(alternative, refer);
      return [name === undefined ? make() : refer({ name, doc, isInline: true }, make)];
    }
    default:
      return alternative satisfies never;
  }
}

/** The schema of an object, without its name. */
export function objectSchema({ properties, patterns, rest = [] }: ObjectType, refer: Refer): TypeSchema {
  const others = [...patterns.flatMap(({ type }) => type), ...rest];
  if (properties.size === 0 && others.length === 0) return emptyObjectSchema;
  return {
    type: "object",
    properties: Object.fromEntries(
      [...properties].map(([name, property]) => [name, documentedSchema(property, refer)]),
    ),
    required: [...properties].flatMap(([name, { isRequired }]) => (isRequired ? [name] : [])),
    additionalProperties: others.length === 0 ? false : typeSchema(others, refer),
  };
}

function arraySchemas({ prefix, rest, minItems, maxItems }: ArrayType, refer: Refer): TypeSchema[] {
  const elements = prefix.map((element) => documentedSchema(element, refer));
  const others = rest === undefined ? unknownSchema : documentedSchema(rest, refer);
  const isFixed = rest?.type.length === 0;
  const lengths = prefix.length - Math.min(minItems, prefix.length) + 1;
  if (lengths > maxTupleLengths) return [{ type: "array", items: unknownSchema }];
  if (elements.length === 0) return isFixed || maxItems === 0 ? [{ tsType: "[]" }] : [{ type: "array", items: others }];
  // TypeScript has optional elements, but they may be undefined: one tuple for each length.
  return Array.from({ length: lengths }, (_, index) => prefix.length - lengths + 1 + index).map((length) => {
    if (length === 0) return { tsType: "[]" };
    const isOpen = length === prefix.length && !isFixed;
    const items = elements.slice(0, length);
    return isOpen
      ? { type: "array", items, additionalItems: others, minItems: length }
      : { type: "array", items, additionalItems: false, minItems: length, maxItems: length };
  });
}

function constantSchema(value: unknown): TypeSchema {
  if (value === null) return { type: "null" };
  if (typeof value === "bigint") return { tsType: `${value}n` };
  if (typeof value !== "object" || !hasEmptyObject(value)) return { enum: [value] };
  if (Array.isArray(value)) {
    const items = value.map(constantSchema);
    return { type: "array", items, additionalItems: false, minItems: items.length, maxItems: items.length };
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return emptyObjectSchema;
  return {
    type: "object",
    properties: Object.fromEntries(entries.map(([name, each]) => [name, constantSchema(each)])),
    required: Object.keys(value),
    additionalProperties: false,
  };
}

function hasEmptyObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const values = Object.values(value);
  return values.some(hasEmptyObject) || (values.length === 0 && !Array.isArray(value));
}

function withoutDuplicates(members: readonly TypeSchema[]): TypeSchema[] {
  const byText = new Map(members.map((member) => [JSON.stringify(member), member]));
  return [...byText.values()];
}

/** "a" | string → string */
function withoutSubsets(members: readonly TypeSchema[]): TypeSchema[] {
  const types = new Set(members.map(({ type }) => type));
  const isTaken = (value: unknown): boolean => typeof value !== "object" && types.has(typeof value);
  return members.filter(({ enum: values }) => !Array.isArray(values) || !isTaken(values[0]));
}

/** Constants that stand side by side become one schema, which is written on one line. */
function joinConstants(members: readonly TypeSchema[]): TypeSchema[] {
  const joined: TypeSchema[] = [];
  for (const member of members) {
    const last = joined.at(-1)?.["enum"];
    if (Array.isArray(last) && Array.isArray(member["enum"])) {
      joined.splice(-1, 1, { enum: [...(last as unknown[]), ...(member["enum"] as unknown[])] });
    } else joined.push(member);
  }
  return joined;
}

/** Whether the members take any JSON value together. */
function takesAnything(members: readonly TypeSchema[]): boolean {
  const has = (test: (member: TypeSchema) => boolean): boolean => members.some(test);
  return (
    ["null", "boolean", "number", "string"].every((name) => has(({ type }) => type === name)) &&
    has(({ type, items }) => type === "array" && items === unknownSchema) &&
    has(
      ({ type, properties, additionalProperties }) =>
        type === "object" && Object.keys(properties ?? {}).length === 0 && additionalProperties === unknownSchema,
    )
  );
}
