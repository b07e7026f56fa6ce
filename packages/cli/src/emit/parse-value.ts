import type { JsonValue, ValueDescriptor } from "@metric-events/runtime";
import type { EventFlag } from "./flags.js";

/** The parsed value, or what was expected instead. */
export type Parsed = { readonly value: JsonValue } | { readonly expected: string };

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Parses the text of a flag. The event's validator checks the value later. */
export function parseValue(text: string, { field, value }: EventFlag): Parsed {
  switch (value) {
    case "text":
      return { value: text };
    case "number":
      return parseNumber(text, field);
    case "boolean":
      return text === "true" || text === "false" ? { value: text === "true" } : { expected: "true or false" };
    case "list":
      return parseItem(text, field.items);
    case "json":
      return parseJson(text, field);
    default:
      return value satisfies never;
  }
}

/** Accepts only numbers of JSON: not `12.5s`, `1,5`, `0x10` or an empty string. */
function parseNumber(text: string, { accepts }: ValueDescriptor): Parsed {
  const value = Number(text);
  if (!jsonNumber.test(text) || !Number.isFinite(value)) return { expected: accepts };
  const isExact = !/^-?\d+$/.test(text) || BigInt(value) === BigInt(text);
  return isExact ? { value } : { expected: "a number that a 64-bit float holds exactly" };
}

function parseJson(text: string, { accepts }: ValueDescriptor): Parsed {
  try {
    const value: JsonValue = JSON.parse(text);
    return { value };
  } catch {
    return { expected: `${accepts}, as JSON` };
  }
}

/** One element of an array: the flag is repeated for each. */
function parseItem(text: string, items: ValueDescriptor | undefined): Parsed {
  const types = new Set(items?.types);
  if (types.size === 1 && types.has("string")) return { value: text };
  if (items !== undefined && [...types].every((type) => type === "number" || type === "integer"))
    return parseNumber(text, items);
  return parseJson(text, items ?? { types: [], accepts: "a value" });
}
