import { QueryError } from "./query-error.js";

/** DuckDB's errors begin with their kind: `Binder Error: …`. */
const sqlErrorForm = /^(?:Failed to extract statements: )?([A-Z][A-Za-z ]* Error: .+)$/s;

/** The QueryError for an error of the database; other errors as they are. */
export function sqlError(error: unknown): unknown {
  const [, reason] = (error instanceof Error && sqlErrorForm.exec(error.message)) || [];
  if (reason === undefined) return error;
  const isEnvironment = /^(?:IO|Out of Memory|Interrupt|Internal|Fatal) Error/.test(reason);
  return new QueryError(isEnvironment ? "database-failed" : "invalid-sql", reason.trimEnd(), { cause: error });
}
