import { QueryError } from "./query-error.js";

/** The errors of DuckDB say what kind they are: `Binder Error: …`. */
const sqlErrorForm = /^(?:Failed to extract statements: )?([A-Z][A-Za-z ]* Error: .+)$/s;

/** What to throw for an error of the database. */
export function sqlError(error: unknown): unknown {
  const [, reason] = (error instanceof Error && sqlErrorForm.exec(error.message)) || [];
  if (reason === undefined) return error;
  const isEnvironment = /^(?:IO|Out of Memory|Interrupt|Internal|Fatal) Error/.test(reason);
  return new QueryError(isEnvironment ? "database-failed" : "invalid-sql", reason.trimEnd(), { cause: error });
}
