import { printable } from "@metric-events/text";
import { QueryError } from "./query-error.js";

/** DuckDB's errors begin with their kind: `Binder Error: …`. */
const sqlErrorForm = /^(?:Failed to extract statements: )?([A-Z][A-Za-z ]* Error: .+)$/s;

/** What DuckDB says about a Parquet file that it cannot read; `undefined` for other errors. */
export function parquetDamage(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (parquetFault.test(error.message)) return error.message.split("\n")[0];
  return parquetDamage(error.cause);
}

const parquetFault =
  /^(?:IO|Invalid|Invalid Input|Serialization) Error: .*(?:magic bytes|too small to be a Parquet file|TProtocolException|TTransportException|corrupt|decompress|don't know what type)|^TProtocolException/i;

/** The QueryError for an error of the database; other errors as they are. */
export function sqlError(error: unknown): unknown {
  const damage = parquetDamage(error);
  if (damage !== undefined) {
    const message = `a Parquet file is damaged: ${printable(damage)}; restore it, or export the logs again`;
    return new QueryError("damaged-file", message, { cause: error });
  }
  const [, reason] = (error instanceof Error && sqlErrorForm.exec(error.message)) || [];
  if (reason === undefined) return error;
  const isEnvironment = /^(?:IO|Out of Memory|Interrupt|Internal|Fatal) Error/.test(reason);
  return new QueryError(isEnvironment ? "database-failed" : "invalid-sql", reason.trimEnd(), { cause: error });
}
