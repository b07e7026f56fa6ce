import { EnvironmentError, UsageError } from "../errors.js";

/** The errors of DuckDB say what kind they are: `Binder Error: …`. */
const sqlErrorForm = /^(?:Failed to extract statements: )?([A-Z][A-Za-z ]* Error: .+)$/s;

/** What to throw for an error of the database. */
export function sqlError(error: unknown): unknown {
  const [, reason] = (error instanceof Error && sqlErrorForm.exec(error.message)) || [];
  if (reason === undefined) return error;
  const message = `query: ${reason.trimEnd()}`;
  const isEnvironment = /^(?:IO|Out of Memory|Interrupt|Internal|Fatal) Error/.test(reason);
  return isEnvironment
    ? new EnvironmentError(message, { cause: error })
    : new UsageError(`${message}\nmetric-events query, without SQL, lists the views and their columns.`, {
        cause: error,
      });
}
