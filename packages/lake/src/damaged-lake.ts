import { parquetDamage, QueryError } from "@metric-events/query";
import { printable } from "@metric-events/text";
import { LakeError } from "./lake-error.js";

/**
 * The LakeError for a Parquet file that cannot be read; other errors as they are. What DuckDB says about damage in the middle of a file has
 * many forms; the SQL of a user has errors of other classes.
 */
export function damagedLake(error: unknown, shown: string): unknown {
  const isOfSql = error instanceof QueryError;
  const raw = error instanceof Error && !isOfSql && readFault.test(error.message) ? error.message : undefined;
  const damage = parquetDamage(error) ?? raw;
  if (damage === undefined) return error;
  return new LakeError(
    "damaged-file",
    `a file of ${printable(shown)} is damaged: ${printable(damage)}; restore it from a backup, or make the lake again from its logs in a new folder`,
    { cause: error },
  );
}

const readFault = /^(?:IO|Invalid|Invalid Input|Serialization|INTERNAL) Error: /;
