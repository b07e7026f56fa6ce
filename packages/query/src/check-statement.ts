import type { DuckDBPreparedStatement } from "@duckdb/node-api";
import { type Database } from "./duckdb.js";
import { QueryError } from "./query-error.js";
import { sqlError } from "./sql-error.js";

/** White space and comments. */
const blank = /(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/y;
const readingWord =
  /(?:select|with|from|values|table|describe|desc|show|summarize|explain|pivot(?:_wider)?|unpivot|pivot_longer)\b|\(/iy;
const explainWord = /explain\b/iy;
const analyzeWord = /analyze\b/iy;
const explainOptions = /\([^)]*\)/y;

/**
 * Refuses anything but one query that only reads. The views must exist but may be empty: this finds a mistake before the logs are
 * read, which can take long.
 *
 * @throws {QueryError}
 */
export async function checkStatement(sql: string, { connection }: Database): Promise<void> {
  const start = endOfMatch(sql, 0, blank);
  if (/^[;\s]*$/.test(sql.slice(start))) {
    throw new QueryError(
      "no-query",
      `expected SQL, received ${sql.trim() === "" ? "an empty string" : "no statement"}`,
    );
  }
  const statements = await connection.extractStatements(sql).catch((error: unknown) => {
    throw sqlError(error);
  });
  if (endOfMatch(sql, start, readingWord) === start) throw notReading(sql.slice(start));
  if (statements.count !== 1) {
    const hint = /^pivot/i.test(sql.slice(start))
      ? "; PIVOT needs a list of the values that become columns: on flavor in ('small', 'large')"
      : "";
    throw new QueryError("several-statements", `expected one SQL statement, received ${statements.count}${hint}`);
  }
  // EXPLAIN ANALYZE runs the statement that it explains.
  const explained = await connection.extractStatements(withoutExplain(sql, start)).catch((error: unknown) => {
    throw sqlError(error);
  });
  const prepared = await explained.prepare(0).catch((error: unknown) => {
    throw sqlError(error);
  });
  try {
    await checkPrepared(prepared, sql.slice(start));
  } finally {
    prepared.destroySync();
  }
}

async function checkPrepared({ statementType, parameterCount }: DuckDBPreparedStatement, sql: string): Promise<void> {
  // A number of DuckDB's C interface: 1 is SELECT, its type for every statement that reads.
  if (statementType !== 1) throw notReading(sql);
  if (parameterCount > 0)
    throw new QueryError("has-parameters", "expected no parameters such as ? or $1; replace them with their values");
}

function notReading(sql: string): QueryError {
  return new QueryError(
    "not-reading",
    `expected a query that only reads, such as select, with or from, received ${JSON.stringify(sql.trim().slice(0, 60))}; queries cannot change the log`,
  );
}

function withoutExplain(sql: string, start: number): string {
  let end = endOfMatch(sql, start, explainWord);
  if (end === start) return sql;
  for (const pattern of [blank, analyzeWord, blank, explainOptions]) end = endOfMatch(sql, end, pattern);
  return sql.slice(end);
}

/** Index after the match of a pattern at `start`; `start` when the pattern does not match there. */
function endOfMatch(sql: string, start: number, pattern: RegExp): number {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = start;
  return sticky.test(sql) ? sticky.lastIndex : start;
}
