import { ExactNumber, exactJson } from "@metric-events/reader";
import { type AnyValue, emptyValue, textValue } from "./any-value.js";
import type { ValueShape } from "./value-shape.js";

/** Decoders of protobuf refuse messages that are nested 100 deep; each level of a value takes up to three. */
const maxDepth = 25;

const [leastInt, mostInt] = [-(2n ** 63n), 2n ** 63n - 1n];

/**
 * A value of a log line as OpenTelemetry has it, with its type by the schema: a number field that happens to be 200 stays a double. What is
 * nested too deeply for decoders becomes its JSON.
 *
 * @param value from JSON, with {@link ExactNumber} for numbers that JavaScript would change.
 */
export function otlpValue(value: unknown, shape: ValueShape, depth = 0): AnyValue {
  switch (typeof value) {
    case "string":
      return textValue(wellFormedText(value));
    case "boolean":
      return { kind: "bool", value };
    case "number":
      return shape.isInteger ? integerOf(value) : { kind: "double", value };
    case "object":
      break;
    default:
      return emptyValue;
  }
  if (value === null) return emptyValue;
  if (value instanceof ExactNumber) return exactValue(value, shape);
  if (depth >= maxDepth) return textValue(wellFormedText(jsonOf(value)));
  if (Array.isArray(value)) {
    return { kind: "array", values: value.map((each) => otlpValue(each, shape.items, depth + 1)) };
  }
  const entries = Object.entries(value).map(([key, member]) => ({
    key: wellFormedText(key),
    value: otlpValue(member, shape.members.get(key) ?? shape.other, depth + 1),
  }));
  return { kind: "map", entries };
}

/** An integer, by its schema: as many digits as it was logged with. What 64 bits do not hold is a text with all digits. */
function integerOf(value: number): AnyValue {
  // Only integers are valid here, but a bare number may come from a schema of another version.
  return Number.isInteger(value) ? intOrText(BigInt(value)) : { kind: "double", value };
}

function exactValue({ text, value }: ExactNumber, { isInteger }: ValueShape): AnyValue {
  if (!isInteger) return { kind: "double", value };
  // Canonical numbers with an exponent are too large, or too small to be integers.
  return /^-?\d+$/.test(text) ? intOrText(BigInt(text)) : textValue(text);
}

function intOrText(value: bigint): AnyValue {
  return value >= leastInt && value <= mostInt ? { kind: "int", value } : textValue(String(value));
}

/** Values may be nested thousands of levels deep, which recursion does not take. */
function jsonOf(value: object): string {
  try {
    return exactJson(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return JSON.stringify(value);
  }
}

/** Half of a surrogate pair, which JSON can escape, has no UTF-8. */
export function wellFormedText(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "\uFFFD");
}
