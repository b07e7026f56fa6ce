import type { DuckDBResult, DuckDBValueConverter, Json } from "@duckdb/node-api";
import { sqlError } from "./sql-error.js";

/** A value of a row: what JSON has for it. Numbers that readers of JSON would round are texts, and so are NaN and the infinities. */
export type Value = Json;

/** The answer to a query. */
export interface QueryRows {
  readonly columns: readonly { readonly name: string; readonly isNumeric: boolean }[];
  /** Whether it is the drawing of a plan, as EXPLAIN gives it, in the second column. */
  readonly isPlan: boolean;
  /** Rows while they come, with a value for each column; to be read once. Throws {@link QueryError} when the query fails. */
  readonly values: AsyncIterable<readonly Value[]>;
}

const numericTypes = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/;

export function rowsOf(
  result: DuckDBResult,
  converter: DuckDBValueConverter<Json>,
  signal: AbortSignal | undefined,
): QueryRows {
  const types = result.columnTypes();
  const columns = result.deduplicatedColumnNames().map((name, index) => {
    return { name, isNumeric: numericTypes.test(String(types[index])) };
  });
  return { columns, isPlan: columns[0]?.name === "explain_key", values: valuesOf(result, converter, signal) };
}

async function* valuesOf(
  result: DuckDBResult,
  converter: DuckDBValueConverter<Json>,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Value[]> {
  try {
    for await (const rows of result.yieldConvertedRows(converter)) yield* rows as readonly (readonly Value[])[];
  } catch (error) {
    throw signal?.aborted === true ? signal.reason : sqlError(error);
  }
}
