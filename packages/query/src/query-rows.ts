import type { DuckDBResult, Json } from "@duckdb/node-api";
import type { Database } from "./duckdb.js";
import { sqlError } from "./sql-error.js";
import { untilAborted } from "./temporary-folder.js";

/** A value of a row, as JSON. Numbers that JSON readers would round are strings, and so are NaN and the infinities. */
export type Value = Json;

/** The answer to a query. */
export interface QueryRows {
  readonly columns: readonly { readonly name: string; readonly isNumeric: boolean }[];
  /** Whether this is the output of EXPLAIN: a drawn plan in the second column. */
  readonly isPlan: boolean;
  /** Rows as they arrive, with a value for each column; can be read once. Throws {@link QueryError} when the query fails. */
  readonly values: AsyncIterable<readonly Value[]>;
}

const numericTypes = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/;

export function rowsOf(result: DuckDBResult, database: Database, signal: AbortSignal | undefined): QueryRows {
  const types = result.columnTypes();
  const columns = result.deduplicatedColumnNames().map((name, index) => {
    return { name, isNumeric: numericTypes.test(String(types[index])) };
  });
  return { columns, isPlan: columns[0]?.name === "explain_key", values: valuesOf(result, database, signal) };
}

async function* valuesOf(
  result: DuckDBResult,
  { connection, converter }: Database,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Value[]> {
  const chunks = result.yieldConvertedRows(converter)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await untilAborted(connection.during(chunks.next()), signal);
      if (next.done === true) return;
      yield* next.value as readonly (readonly Value[])[];
    }
  } catch (error) {
    throw signal?.aborted === true ? signal.reason : sqlError(error);
  }
}
