import { equalJson } from "@metric-events/runtime";
import { type Alternative, type Primitive, type Type, typeOfElement, typeOfProperty } from "./type.js";

/** Whether an alternative takes a JSON value. */
export function accepts(alternative: Alternative, value: unknown): boolean {
  switch (alternative.kind) {
    case "unknown":
      return true;
    case "literal":
      return equalJson(alternative.value, value);
    case "primitive":
      return isOf(alternative.name, value);
    case "reference":
      return takes(alternative.target(), value);
    case "array": {
      if (!Array.isArray(value) || value.length < alternative.minItems || value.length > alternative.maxItems)
        return false;
      return value.every((element: unknown, index) => takes(typeOfElement(alternative, index)?.type, element));
    }
    case "object": {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
      const isMissing = [...alternative.properties].some(
        ([name, { isRequired }]) => isRequired && !Object.hasOwn(value, name),
      );
      return (
        !isMissing &&
        Object.entries(value).every(([name, each]) => takes(typeOfProperty(alternative, name)?.type, each))
      );
    }
    default:
      return alternative satisfies never;
  }
}

function takes(type: Type | undefined, value: unknown): boolean {
  return type === undefined || type.some((alternative) => accepts(alternative, value));
}

function isOf(name: Primitive["name"], value: unknown): boolean {
  if (name === "null") return value === null;
  if (name === "integer" || name === "bigint") return Number.isInteger(value);
  return typeof value === name;
}
