import {
  type Alternative,
  anyArray,
  type ObjectType,
  type Property,
  type Type,
  typeOfProperty,
  unknownType,
} from "./type.js";

/** A type of few alternatives that takes all that these take: objects become one, and so do arrays. */
export function join(type: Type): Type {
  const alternatives = type.flatMap(expanded);
  const objects = alternatives.filter((each) => each.kind === "object");
  const hasArray = alternatives.some(({ kind }) => kind === "array");
  const others = alternatives.filter(({ kind }) => kind !== "object" && kind !== "array");
  return [
    ...others,
    ...(hasArray ? [{ ...anyArray, rest: { type: unknownType, doc: "" } }] : []),
    ...(objects.length === 0 ? [] : [joinObjects(objects)]),
  ];
}

function expanded(alternative: Alternative): Type {
  return alternative.kind === "reference" ? alternative.target().flatMap(expanded) : [alternative];
}

function joinObjects(objects: readonly ObjectType[]): ObjectType {
  const properties = new Map<string, Property>();
  for (const name of new Set(objects.flatMap((object) => [...object.properties.keys()]))) {
    const types = objects.map((object) => typeOfProperty(object, name));
    properties.set(name, {
      type: types.every((each) => each !== undefined) ? types.flatMap((each) => each.type) : unknownType,
      doc: types.find((each) => each !== undefined && each.doc !== "")?.doc ?? "",
      isRequired: types.every((each) => each?.isRequired === true),
      isDeclared: types.some((each) => each?.isDeclared === true),
    });
  }
  const isOpen = objects.some(({ patterns, rest }) => patterns.length > 0 || rest !== undefined);
  return { kind: "object", name: undefined, doc: "", properties, patterns: [], rest: isOpen ? unknownType : undefined };
}
