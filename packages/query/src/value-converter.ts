import type { DuckDBValueConverter, Json } from "@duckdb/node-api";

/**
 * Converts values to JSON. Numbers that JSON readers would round become strings, and so do NaN and the infinities, which JSON does not
 * have. Intervals are written as in SQL.
 */
export function valueConverter({
  DuckDBTypeId: { BIGINT, UBIGINT, HUGEINT, UHUGEINT, BIGNUM, DECIMAL, INTERVAL },
  JsonDuckDBValueConverter: toJson,
}: typeof import("@duckdb/node-api")): DuckDBValueConverter<Json> {
  return (value, type, converter) => {
    if (value === null) return null;
    switch (type.typeId) {
      case BIGINT:
      case UBIGINT:
      case HUGEINT:
      case UHUGEINT:
      case BIGNUM:
      case DECIMAL:
        return exact(String(value));
      case INTERVAL:
        return String(value);
      default:
        return toJson(value, type, converter);
    }
  };
}

/** A decimal number as a number if that has the same digits, else as a string. */
function exact(text: string): number | string {
  const number = Number(text);
  const shortest = text.includes(".") ? withoutZeros(text) : text;
  return String(number) === shortest ? number : text;
}

/** `1.50` → `1.5`, `2.000` → `2`. */
function withoutZeros(text: string): string {
  let end = text.length;
  while (text[end - 1] === "0") end--;
  return text.slice(0, text[end - 1] === "." ? end - 1 : end);
}
