import type { DuckDBValueConverter, Json } from "@duckdb/node-api";

/**
 * What is printed for a value: what JSON has for it. Numbers that JSON's readers would round are texts, and so are NaN and the
 * infinities, which JSON does not have. Spans of time are as SQL writes them.
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

/** A decimal number as a number, when that has the same digits; else as it is written. */
function exact(text: string): number | string {
  const number = Number(text);
  const shortest = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return String(number) === shortest ? number : text;
}
