import { parseJson } from "@metric-events/reader/json";
import { doubleFit, type JsonValue, type ValueDescriptor } from "@metric-events/runtime";
import type { EventFlag } from "./flags.js";

/** The parsed value, or what was expected instead. */
export type Parsed = { readonly value: JsonValue | bigint } | { readonly expected: string };

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Whether a text is a number of JSON. */
export function isNumber(text: string): boolean {
  return jsonNumber.test(text);
}

const wholeNumber = /^-?(?:0|[1-9]\d*)$/;

/**
 * Parses the text of a flag. The event's validator checks the value later.
 *
 * @param isBigint whether whole numbers there, or in the array there, are bigints.
 */
export function parseValue(text: string, { field, value }: EventFlag, isBigint: boolean): Parsed {
  if (isBigint && wholeNumber.test(text)) return { value: BigInt(text) };
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
      return parseAnyJson(text, field);
    default:
      return value satisfies never;
  }
}

/** Accepts only numbers of JSON: not `12.5s`, `1,5`, `0x10` or an empty string. */
function parseNumber(text: string, { accepts }: ValueDescriptor): Parsed {
  const value = Number(text);
  if (!isNumber(text) || !Number.isFinite(value)) return { expected: accepts };
  return doubleFit(text) === "rounded" ? { expected: "a number that a 64-bit float holds" } : { value };
}

function parseAnyJson(text: string, { accepts }: ValueDescriptor): Parsed {
  const parsed = parseJson(text);
  if ("value" in parsed) return { value: parsed.value as JsonValue };
  const [mistake] = parsed.mistakes;
  const why =
    mistake === undefined || mistake.message.startsWith("not JSON")
      ? ""
      : ` (character ${mistake.column}: ${mistake.message})`;
  return { expected: `${accepts}, as JSON${why}` };
}

/** One element of an array: the flag is repeated for each. */
function parseItem(text: string, items: ValueDescriptor | undefined): Parsed {
  const types = new Set(items?.types);
  if (types.size === 1 && types.has("string")) return { value: text };
  if (items !== undefined && [...types].every((type) => type === "number" || type === "integer"))
    return parseNumber(text, items);
  return parseAnyJson(text, items ?? { types: [], accepts: "a value" });
}
