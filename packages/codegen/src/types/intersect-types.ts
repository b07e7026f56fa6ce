import { accepts } from "./accepts.js";
import { join } from "./join.js";
import {
  type Alternative,
  type ArrayType,
  type Documented,
  type Literal,
  type ObjectType,
  type Property,
  type Reference,
  type Type,
  typeOfElement,
  typeOfProperty,
  unknownType,
} from "./type.js";

/** More pairs than this make a type that nobody reads. */
const maxPairs = 64;

/** Two recursive types meet in each other's fields without end. */
const maxDepth = 4;

/** What both types take, or a little more where that has no end or too many alternatives. The order is that of `left`. */
export function intersectTypes(left: Type, right: Type, depth = 0): Type {
  if (depth > maxDepth) return left;
  const other = left.length * right.length > maxPairs ? join(right) : right;
  return left.flatMap((one) => other.flatMap((another) => meet(one, another, depth)));
}

function meet(left: Alternative, right: Alternative, depth: number): Type {
  if (left.kind === "unknown") return [right];
  if (right.kind === "unknown") return [left];
  if (left.kind === "literal") return accepts(right, left.value) ? [literalOf(left, right)] : [];
  if (right.kind === "literal") return accepts(left, right.value) ? [literalOf(right, left)] : [];
  if (left.kind === "reference") return meetReference(left, right, depth);
  if (right.kind === "reference") return meetReference(right, left, depth);
  if (left.kind === "primitive" && right.kind === "primitive") {
    if (left.name === right.name) return [left];
    const names = new Set([left.name, right.name]);
    if (!names.has("integer") && !names.has("number")) return [];
    if (names.has("bigint")) return [{ kind: "primitive", name: "bigint" }];
    return names.has("integer") && names.has("number") ? [{ kind: "primitive", name: "integer" }] : [];
  }
  if (left.kind === "array" && right.kind === "array") return [meetArrays(left, right, depth)];
  if (left.kind === "object" && right.kind === "object") return [meetObjects(left, right, depth)];
  return [];
}

/** A whole number where the other one has bigints is a bigint. */
function literalOf(literal: Literal, other: Alternative): Alternative {
  const isOfBigints = other.kind === "primitive" && other.name === "bigint";
  return isOfBigints && Number.isInteger(literal.value)
    ? { ...literal, value: BigInt(literal.value as number) }
    : literal;
}

/** A named type keeps its name where the other one adds nothing. */
function meetReference(reference: Reference, other: Alternative, depth: number): Type {
  if (other.kind === "reference" && other.name === reference.name) return [reference];
  const target = reference.target();
  if (addsNothing(other) && target.every((each) => takesOnlyObjects(each))) return [reference];
  return intersectTypes(target, [other], depth + 1);
}

/** Whether an alternative takes only objects. */
export function takesOnlyObjects(alternative: Alternative): boolean {
  return alternative.kind === "reference"
    ? alternative.target().every(takesOnlyObjects)
    : alternative.kind === "object";
}

function addsNothing(other: Alternative): boolean {
  return (
    other.kind === "object" && other.properties.size === 0 && other.patterns.length === 0 && other.rest === undefined
  );
}

function meetArrays(left: ArrayType, right: ArrayType, depth: number): ArrayType {
  const length = Math.max(left.prefix.length, right.prefix.length);
  const prefix = Array.from({ length }, (_, index) =>
    meetDocumented(typeOfElement(left, index), typeOfElement(right, index), depth),
  );
  return {
    kind: "array",
    prefix: prefix.map((element) => element ?? { type: unknownType, doc: "" }),
    rest: meetDocumented(left.rest, right.rest, depth),
    minItems: Math.max(left.minItems, right.minItems),
    maxItems: Math.min(left.maxItems, right.maxItems),
    contained: [...left.contained, ...right.contained],
  };
}

function meetDocumented(
  left: Documented | undefined,
  right: Documented | undefined,
  depth: number,
): Documented | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return { type: intersectTypes(left.type, right.type, depth + 1), doc: left.doc === "" ? right.doc : left.doc };
}

function meetObjects(left: ObjectType, right: ObjectType, depth: number): ObjectType {
  const names = new Set([...left.properties.keys(), ...right.properties.keys()]);
  const properties = new Map<string, Property>();
  for (const name of names) {
    const [one, another] = [typeOfProperty(left, name), typeOfProperty(right, name)];
    const met = meetDocumented(one, another, depth) ?? { type: unknownType, doc: "" };
    properties.set(name, {
      ...met,
      isRequired: one?.isRequired === true || another?.isRequired === true,
      isDeclared: one?.isDeclared === true || another?.isDeclared === true,
    });
  }
  const isNamedTwice = left.name !== undefined && right.name !== undefined && left.name !== right.name;
  const named = left.name === undefined ? right : left;
  return {
    kind: "object",
    name: isNamedTwice ? undefined : named.name,
    doc: isNamedTwice ? "" : named.doc,
    properties,
    patterns: [...withinRest(left, right, depth), ...withinRest(right, left, depth)],
    rest:
      left.rest === undefined || right.rest === undefined
        ? (left.rest ?? right.rest)
        : intersectTypes(left.rest, right.rest, depth + 1),
  };
}

/** The patterns of one shape, whose properties are among the rest of the other. */
function withinRest({ patterns }: ObjectType, { rest }: ObjectType, depth: number): ObjectType["patterns"] {
  if (rest === undefined) return patterns;
  return patterns.map(({ names, type }) => ({ names, type: intersectTypes(type, rest, depth + 1) }));
}
