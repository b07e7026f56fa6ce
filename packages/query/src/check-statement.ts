import type { DuckDBPreparedStatement } from "@duckdb/node-api";
import { type Database } from "./duckdb.js";
import { QueryError } from "./query-error.js";
import { sqlError } from "./sql-error.js";

/** Blanks and remarks. */
const blank = /(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/y;
const readingWord =
  /(?:select|with|from|values|table|describe|desc|show|summarize|explain|pivot(?:_wider)?|unpivot|pivot_longer)\b|\(/iy;
const explainWord = /explain\b/iy;
const analyzeWord = /analyze\b/iy;
const explainOptions = /\([^)]*\)/y;

/**
 * Refuses what is not one query that reads. The views must be there; they may be empty, so that a mistake is found before logs are
 * read, which can take long.
 *
 * @throws {QueryError}
 */
export async function checkStatement(sql: string, { connection }: Database): Promise<void> {
  const start = behind(sql, 0, blank);
  if (/^[;\s]*$/.test(sql.slice(start))) {
    throw new QueryError("no-query", `expected SQL, received ${sql.trim() === "" ? "an empty text" : "none"}`);
  }
  const statements = await connection.extractStatements(sql).catch((error: unknown) => {
    throw sqlError(error);
  });
  if (behind(sql, start, readingWord) === start) throw notReading(sql.slice(start));
  if (statements.count !== 1) {
    const hint = /^pivot/i.test(sql.slice(start))
      ? "; PIVOT needs the values named that become columns: on flavor in ('small', 'large')"
      : "";
    throw new QueryError("several-statements", `expected one SQL statement, received ${statements.count}${hint}`);
  }
  // EXPLAIN ANALYZE does what it explains.
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
  // The numbers of DuckDB's C interface: 1 is SELECT, which all that reads is for it.
  if (statementType !== 1) throw notReading(sql);
  if (parameterCount > 0)
    throw new QueryError("has-parameters", "has parameters, such as ? or $1; write their values in their place");
}

function notReading(sql: string): QueryError {
  return new QueryError(
    "not-reading",
    `expected a query that reads, such as select, with or from, received ${JSON.stringify(sql.trim().slice(0, 60))}; the log cannot be changed`,
  );
}

function withoutExplain(sql: string, start: number): string {
  let end = behind(sql, start, explainWord);
  if (end === start) return sql;
  for (const pattern of [blank, analyzeWord, blank, explainOptions]) end = behind(sql, end, pattern);
  return sql.slice(end);
}

/** Where the text ends that a pattern finds at a place; the place itself when it finds none. */
function behind(sql: string, start: number, pattern: RegExp): number {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = start;
  return sticky.test(sql) ? sticky.lastIndex : start;
}
