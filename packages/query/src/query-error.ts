import { CodedError } from "@metric-events/runtime";

/**
 * Why a query or an export failed.
 *
 * - `no-query`, `not-reading`, `several-statements`, `has-parameters`: the SQL is not one statement that reads.
 * - `invalid-sql`: the database refuses it.
 * - `not-an-archive`: a folder holds nothing that an export wrote.
 * - `damaged-file`: a Parquet file cannot be read.
 * - `not-empty`: the folder to export to holds something.
 * - `unfinished`: an export wrote into the folder, and did not end: it is running, or was killed.
 * - `incomplete-log`: a log to export cannot be read to its end.
 * - `read-already`: a query needs more of a stream than an earlier one read, and a stream can be read only once.
 * - `no-duckdb`: DuckDB is not installed, or cannot be loaded.
 * - `database-failed`: the database ran out of memory, could not use a file or failed in a similar way.
 * - `unwritable`: a file or folder cannot be written.
 */
export type QueryErrorCode =
  | "no-query"
  | "not-reading"
  | "several-statements"
  | "has-parameters"
  | "invalid-sql"
  | "not-an-archive"
  | "damaged-file"
  | "not-empty"
  | "unfinished"
  | "incomplete-log"
  | "read-already"
  | "no-duckdb"
  | "database-failed"
  | "unwritable";

/** A query or an export failed. The message says what was expected, what was received and what to do. */
export class QueryError extends CodedError<QueryErrorCode> {
  override readonly name = "QueryError";
}
