import {
  conjunctsOf,
  type Definitions,
  definitionOf,
  isSchemaObject,
  itemsOfAll,
  limitsOf,
  propertiesOfAll,
  type Schema,
  type SchemaObject,
} from "@metric-events/schema";
import type { Alternative, ArrayType, ObjectType, Primitive, Type } from "../types/type.js";
import { pythonText } from "./python-literal.js";

/** Where a type is, and what its schema says of it beyond types. */
export interface Place {
  /** For the name of a class: `RunnerStopStatusInfo`. */
  readonly name: string;
  /** `undefined` within unions, where no single schema says it all. */
  readonly schema: Schema | undefined;
}

/** Makes the classes that types refer to. */
export interface ClassMaker {
  readonly definitions: Definitions;
  /** The class of an object; where `isNamed`, the place's name is one that the schemas give. */
  classFor(type: ObjectType, place: Place): string;
  /** What a reference to a definition is called. */
  definitionName(name: string): string;
}

/** More members than this are not distinguished. */
const maxMembers = 64;

/** A type as a Python expression. It takes every value of the type, and of what no Python type says, more. */
export function pythonType(type: Type, place: Place, maker: ClassMaker): string {
  const members = new Set(membersOf(type, place, maker));
  const isAny = members.has("Any") || members.size === 0 || members.size > maxMembers;
  return isAny ? "Any" : unionOf([...members]);
}

/** Pydantic 1 takes the first member that a value fits, so those that ask for more come first. */
function membersOf(type: Type, place: Place, maker: ClassMaker): string[] {
  return type
    .toSorted((left, right) => demandsOf(right) - demandsOf(left) || fieldsOf(right) - fieldsOf(left))
    .flatMap((alternative) => memberOf(alternative, place, maker));
}

/** How many fields every value of a member has. What is not an object is distinguished from the others by its type. */
function demandsOf(member: Alternative): number {
  return leastOf(member, ({ properties }) => [...properties.values()].filter(({ isRequired }) => isRequired).length);
}

function fieldsOf(member: Alternative): number {
  return leastOf(member, ({ properties }) => properties.size);
}

/** A reference to a union is as its least demanding member; one that leads back to itself has no members of its own. */
function leastOf(member: Alternative, count: (type: ObjectType) => number, open: readonly string[] = []): number {
  if (member.kind === "object") return count(member);
  if (member.kind !== "reference" || open.includes(member.name)) return Number.MAX_SAFE_INTEGER;
  return Math.min(...member.target().map((each) => leastOf(each, count, [...open, member.name])));
}

function unionOf(members: readonly string[]): string {
  const literals = members.flatMap((each) => /^Literal\[(.*)\]$/s.exec(each)?.[1] ?? []);
  const others = members.filter((each) => !each.startsWith("Literal["));
  const joined = [...(literals.length === 0 ? [] : [`Literal[${literals.join(", ")}]`]), ...others];
  const values = joined.filter((each) => each !== "None");
  const union = values.length === 1 ? (values[0] ?? "None") : `Union[${values.join(", ")}]`;
  if (values.length === 0) return "None";
  return values.length === joined.length ? union : `Optional[${union}]`;
}

function memberOf(alternative: Alternative, place: Place, maker: ClassMaker): string[] {
  switch (alternative.kind) {
    case "unknown":
      return ["Any"];
    case "primitive":
      return [primitive(alternative.name, place.schema)];
    case "literal":
      return [literal(alternative.value)];
    case "reference":
      return alternative.isInline
        ? membersOf(alternative.target(), { ...place, schema: undefined }, maker)
        : [maker.definitionName(alternative.name)];
    case "array":
      return arrays(alternative, place, maker);
    case "object":
      return [object(alternative, place, maker)];
    default:
      return alternative satisfies never;
  }
}

function primitive(name: Primitive["name"], schema: Schema | undefined): string {
  const limits = isSchemaObject(schema) ? limitsOf(conjunctsOf(schema)) : {};
  switch (name) {
    case "null":
      return "None";
    case "boolean":
      return "StrictBool";
    case "string": {
      const given = argumentsOf([
        ["min_length", limits.minLength],
        ["max_length", limits.maxLength],
      ]);
      return given === "" ? "StrictStr" : `_string(${given})`;
    }
    default: {
      const given = argumentsOf([...lower(limits), ...upper(limits)]);
      return `_${name === "bigint" ? "integer" : name}(${given})`;
    }
  }
}

type Argument = readonly [name: string, value: number | undefined];

/** Pydantic takes one of the two. */
function lower({ minimum, exclusiveMinimum }: SchemaObject): Argument[] {
  const isExclusive = exclusiveMinimum !== undefined && exclusiveMinimum >= (minimum ?? Number.NEGATIVE_INFINITY);
  return [isExclusive ? ["gt", exclusiveMinimum] : ["ge", minimum]];
}

function upper({ maximum, exclusiveMaximum }: SchemaObject): Argument[] {
  const isExclusive = exclusiveMaximum !== undefined && exclusiveMaximum <= (maximum ?? Number.POSITIVE_INFINITY);
  return [isExclusive ? ["lt", exclusiveMaximum] : ["le", maximum]];
}

function argumentsOf(given: readonly Argument[]): string {
  return given.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${pythonNumber(value)}`])).join(", ");
}

/** JavaScript writes -9223372036854776000 for -2^63: enough for a double, but Python's integers have all digits. */
function pythonNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? String(BigInt(value)) : String(value);
}

/** Only constants that a Python `Literal` may hold are distinguished from others of their type. */
function literal(value: unknown): string {
  switch (typeof value) {
    case "string":
      return `Literal[${pythonText(value)}]`;
    case "boolean":
      return `Literal[${value ? "True" : "False"}]`;
    case "bigint":
      return `Literal[${value}]`;
    case "number":
      return Number.isSafeInteger(value) ? `Literal[${value}]` : "_number()";
    default:
      return value === null ? "None" : Array.isArray(value) ? "List[Any]" : "Dict[str, Any]";
  }
}

function arrays({ prefix, rest }: ArrayType, place: Place, maker: ClassMaker): string[] {
  const { schema } = place;
  const items = isSchemaObject(schema) ? itemsOfAll(schemasOf(schema, maker.definitions)) : undefined;
  const element = { name: `${place.name}Item`, schema: items };
  const types = [...prefix.map(({ type }) => type), ...(rest === undefined ? [] : [rest.type])];
  // Pydantic has no tuple with a rest, so all elements are of one union.
  const all = rest === undefined ? "Any" : pythonType(types.flat(), element, maker);
  return [`List[${all}]`];
}

function object(type: ObjectType, place: Place, maker: ClassMaker): string {
  const { properties, patterns, rest } = type;
  if (properties.size > 0) return maker.classFor(type, place);
  const others = [...patterns.flatMap((each) => each.type), ...(rest ?? [])];
  const isOpen = rest === undefined || (patterns.length === 0 && rest.length === 0);
  // Readers take properties that nobody declared, whatever they hold.
  const isTyped = !isOpen && isSchemaObject(place.schema) && place.schema.additionalProperties !== undefined;
  const value = { name: `${place.name}Value`, schema: undefined };
  return `Dict[str, ${isTyped ? pythonType(others, value, maker) : "Any"}]`;
}

/** The schema of a property, as far as one schema says it. */
export function schemaOfProperty(
  schema: Schema | undefined,
  name: string,
  definitions: Definitions,
): Schema | undefined {
  if (!isSchemaObject(schema)) return undefined;
  const found = propertiesOfAll(schemasOf(schema, definitions))?.[name];
  return isSchemaObject(found) && found.$ref !== undefined ? undefined : found;
}

function schemasOf(schema: SchemaObject, definitions: Definitions): readonly SchemaObject[] {
  return conjunctsOf(schema.$ref === undefined ? schema : definitionOf(schema.$ref, definitions));
}
