import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { catalogueSource, loadCatalogue } from "../schemas/load-catalogue.js";
import { type Database, lockDown, openDatabase } from "./duckdb.js";
import { listViews } from "./list-views.js";
import { namedEvents } from "./named-events.js";
import { printRows, type RowFormat } from "./print-rows.js";
import { exportedRows, isFolder, judgedLines, withTemporaryFolder } from "./sources.js";
import { viewModel } from "./view-model.js";
import { viewStatements } from "./view-sql.js";

/** Lists what can be queried. */
export async function printViews(schemasDir: string | undefined, context: Context): Promise<void> {
  const catalogue = await loadCatalogue(schemasDir, context);
  await context.stdout.print(listViews(viewModel(catalogue)));
}

/**
 * Answers a query from logs, or from what was exported; false when a log could not be read to its end.
 *
 * @throws {UsageError} for a statement that is no query, and for one that fails.
 */
export async function runQuery(
  sql: string,
  paths: readonly string[],
  format: RowFormat,
  schemasDir: string | undefined,
  context: Context,
): Promise<boolean> {
  const catalogue = await loadCatalogue(schemasDir, context);
  const model = viewModel(catalogue);
  const [first, ...others] = paths;
  const isExported = first !== undefined && (await isFolder(first, context));
  if (isExported && others.length > 0) {
    throw new UsageError("name one exported folder, or logs; several folders cannot be queried together");
  }
  return withTemporaryFolder(async (folder) => {
    const database = await openDatabase(folder);
    try {
      // Before the logs are read, which can take long.
      await checkStatement(sql, database);
      const source = catalogueSource(schemasDir, context);
      const { rows, folders, isComplete } = isExported
        ? await exportedRows(first, model, database, context)
        : await judgedLines(paths, { catalogue, source, context, folder, only: namedEvents(sql, model) });
      for (const statement of viewStatements(model, rows)) await database.connection.run(statement);
      await lockDown(database, [...folders, folder]);
      await answer(sql, format, database, context);
      return isComplete;
    } finally {
      database.close();
    }
  }, context);
}

async function checkStatement(sql: string, { connection }: Database): Promise<void> {
  if (sql.trim() === "") throw new UsageError("query: expected SQL, received an empty text");
  const statements = await connection.extractStatements(sql).catch((error: unknown) => {
    throw sqlError(error);
  });
  if (statements.count !== 1) {
    throw new UsageError(`query: expected one SQL statement, received ${statements.count}`);
  }
  if (
    !/^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*(?:select|with|from|values|table|describe|desc|show|summarize|explain|pivot|unpivot|\()/i.test(
      sql,
    )
  ) {
    throw new UsageError(
      `query: expected a query that reads, such as select, with or from, received ${JSON.stringify(sql.trim().slice(0, 60))}; the log cannot be changed`,
    );
  }
}

async function answer(
  sql: string,
  format: RowFormat,
  { connection }: Database,
  { stdout, stderr }: Context,
): Promise<void> {
  try {
    const isAll = await printRows(await connection.stream(sql), format, stdout);
    if (isAll) return;
    await stdout.flush();
    await stderr.print(
      "metric-events: only the first 1,000 rows are shown; --format csv or json has all, and so has a limit\n",
    );
  } catch (error) {
    throw isSqlError(error) ? sqlError(error) : error;
  }
}

/** The errors of DuckDB say what kind they are: `Binder Error: …`. */
const sqlErrorForm = /^(?:Failed to extract statements: )?([A-Z][A-Za-z ]* Error: .+)$/s;

function isSqlError(error: unknown): error is Error {
  return error instanceof Error && sqlErrorForm.test(error.message);
}

function sqlError(error: unknown): unknown {
  if (!isSqlError(error)) return error;
  const [, reason = ""] = sqlErrorForm.exec(error.message) ?? [];
  const message = `query: ${reason.trimEnd()}`;
  const isEnvironment = /^(?:IO|Out of Memory|Interrupt|Internal|Fatal) Error/.test(reason);
  return isEnvironment
    ? new EnvironmentError(message, { cause: error })
    : new UsageError(`${message}\nmetric-events query, without SQL, lists the views and their columns.`, {
        cause: error,
      });
}
