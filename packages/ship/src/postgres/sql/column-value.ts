import { ExactNumber, exactJson } from "@metric-events/reader";
import type { ColumnType } from "./event-table.js";

/** A value as a parameter of SQL, or why the column cannot have it. */
export type ColumnValue =
  | { readonly kind: "value"; readonly value: string | boolean | null }
  /** It has characters that PostgreSQL has no text for: NUL. They are replaced. */
  | { readonly kind: "altered"; readonly value: string }
  /** The column takes no such value. */
  | { readonly kind: "unfit" };

const [leastInt, mostInt] = [-(2n ** 63n), 2n ** 63n - 1n];

/**
 * A value of a field for its column.
 *
 * @param value from JSON, with {@link ExactNumber} for numbers that JavaScript would change.
 */
export function columnValue(value: unknown, type: ColumnType): ColumnValue {
  if (value === undefined || (value === null && type !== "jsonb")) return { kind: "value", value: null };
  switch (type) {
    case "bigint":
      return integerValue(value);
    case "double precision":
      if (value instanceof ExactNumber) return { kind: "value", value: String(value.value) };
      return typeof value === "number" ? { kind: "value", value: String(value) } : unfit;
    case "boolean":
      return typeof value === "boolean" ? { kind: "value", value } : unfit;
    case "text":
    case "timestamptz":
      return typeof value === "string" ? textValueOf(value) : unfit;
    case "jsonb":
      return jsonValue(value);
    default:
      return type satisfies never;
  }
}

const unfit: ColumnValue = { kind: "unfit" };

function integerValue(value: unknown): ColumnValue {
  const text = value instanceof ExactNumber ? value.text : String(value);
  const isInteger = (typeof value === "number" || value instanceof ExactNumber) && /^-?\d+$/.test(text);
  if (!isInteger) return unfit;
  const integer = BigInt(text);
  return integer >= leastInt && integer <= mostInt ? { kind: "value", value: text } : unfit;
}

/** Text without NUL, and without halves of surrogate pairs, which have no UTF-8. */
function textValueOf(text: string): ColumnValue {
  return alteredIf(text, text.replaceAll(/[\0\p{Surrogate}]/gu, "\uFFFD"));
}

/** Nested too deeply to write, it is nested too deeply for PostgreSQL, too. */
function jsonValue(value: unknown): ColumnValue {
  try {
    const json = exactJson(value);
    return alteredIf(json, withoutEscapes(json));
  } catch (error) {
    if (error instanceof RangeError) return unfit;
    throw error;
  }
}

function alteredIf(text: string, altered: string): ColumnValue {
  return altered === text ? { kind: "value", value: text } : { kind: "altered", value: altered };
}

/** JSON without escapes that `jsonb` refuses: those of NUL and of halves of surrogate pairs. An escaped backslash begins none. */
function withoutEscapes(json: string): string {
  return json.replaceAll(/\\(?:\\|u0000|ud[89a-f][\da-f]{2})/gi, (escape) => (escape === "\\\\" ? escape : "\\ufffd"));
}
