import type { Alternative, ArrayType, ObjectType, Property, Type } from "./type.js";
import { unknownType } from "./type.js";

/**
 * The type of a whole value: what no keyword says anything about is undeclared in a closed object, and unknown elsewhere. Alternatives
 * that no value can be are left out.
 */
export function close(type: Type, isClosed: boolean): Type {
  return type.flatMap((alternative) => closeAlternative(alternative, isClosed));
}

function closeAlternative(alternative: Alternative, isClosed: boolean): Type {
  if (alternative.kind === "object") return closeObject(alternative, isClosed);
  if (alternative.kind === "array") return closeArray(alternative);
  if (alternative.kind !== "reference" || !alternative.isInline) return [alternative];
  const target = close(alternative.target(), isClosed);
  return target.length === 0 ? [] : [{ ...alternative, target: () => target }];
}

function closeObject(object: ObjectType, isClosed: boolean): Type {
  const { rest = isClosed ? [] : unknownType } = object;
  const properties = new Map<string, Property>();
  for (const [name, property] of object.properties) {
    const type = property.isDeclared ? property.type : rest;
    if (type.length === 0 && property.isRequired) return [];
    if (property.isDeclared || property.isRequired) properties.set(name, { ...property, type });
  }
  return [{ ...object, properties, rest }];
}

function closeArray(array: ArrayType): Type {
  const impossible = array.prefix.findIndex(({ type }) => type.length === 0);
  const { rest = { type: unknownType, doc: "" } } = array;
  const end = impossible >= 0 ? impossible : rest.type.length === 0 ? array.prefix.length : array.maxItems;
  const maxItems = Math.min(array.maxItems, end);
  if (array.minItems > maxItems) return [];
  const prefix = array.prefix.slice(0, maxItems);
  return [{ ...array, prefix, maxItems, rest: maxItems <= prefix.length ? { type: [], doc: "" } : rest }];
}
