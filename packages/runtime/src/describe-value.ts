import { printableText } from "./printable-text.js";

const maxLength = 60;

/** A value in a few words, for the `received` of an issue: its JSON, if it has one, shortened. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    case "bigint":
      return `the bigint ${shorten(`${value}n`)}`;
    case "string":
      return describeString(value);
    case "object":
      return describeObject(value);
    default:
      return String(value);
  }
}

function describeString(value: string): string {
  // Cut first, since the value may be megabytes long.
  return value.length <= maxLength
    ? JSON.stringify(value)
    : `${JSON.stringify(value.slice(0, maxLength))}… (${value.length} characters)`;
}

function describeObject(value: object | null): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : `an array of ${value.length}`;
  const name = className(value);
  if (name !== undefined && name !== "Object") return `an instance of ${name}`;
  const keys = Object.keys(value);
  return keys.length === 0 ? "an empty object" : shorten(`an object with ${printableText(keys.join(", "))}`);
}

/** `undefined` if the value's own code throws. */
function className(value: object): string | undefined {
  try {
    return constructorName(value);
  } catch {
    return undefined;
  }
}

function constructorName(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null) return undefined;
  const constructor: unknown = Reflect.get(prototype, "constructor");
  return typeof constructor === "function" && typeof constructor.name === "string" ? constructor.name : undefined;
}

function shorten(text: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`;
}
