import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Context } from "../context.js";
import { InterruptedError, UsageError } from "../errors.js";
import { printable } from "../format/printable.js";
import { catalogueSource, loadCatalogue } from "../schemas/load-catalogue.js";
import { checkStatement } from "./check-statement.js";
import { type Database, lockDown, openDatabase } from "./duckdb.js";
import { listViews } from "./list-views.js";
import { namedEvents } from "./named-events.js";
import { neededColumns } from "./needed-columns.js";
import { printRows, type RowFormat } from "./print-rows.js";
import { exportedRows, isFolder, judgedLines, startThreads, withTemporaryFolder } from "./sources.js";
import { sqlError } from "./sql-error.js";
import { type ViewModel, viewModel } from "./view-model.js";
import { noRows, type RowSources, type Rows, viewStatements } from "./view-sql.js";

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
  const source = catalogueSource(schemasDir, context);
  const pool = isExported ? undefined : await startThreads(paths, source, context);
  const answerFrom = async (folder: string, interruption: AbortSignal): Promise<boolean> => {
    const database = await openDatabase(folder, interruption);
    try {
      await lockDown(database, [folder, ...(isExported ? [resolve(context.cwd, first)] : [])]);
      // First views without rows: what is wrong with the query, and what it reads, shows before logs are read.
      await database.connection.run(viewStatements(model, isExported ? noRows : await noLines(model, folder)));
      await checkStatement(sql, database).catch((error: unknown) => {
        throw withHint(error, sql, context);
      });
      const { rows, isComplete } = isExported
        ? await exportedRows(first, model, database, context)
        : await judgedLines(paths, {
            catalogue,
            source,
            context,
            folder,
            only: namedEvents(sql, model),
            columns: await neededColumns(sql, database),
            pool,
          });
      await database.connection.run(viewStatements(model, rows));
      if (interruption.aborted) throw new InterruptedError(interruption.reason);
      await answer(sql, format, database, context);
      return isComplete;
    } finally {
      database.close();
    }
  };
  try {
    return await withTemporaryFolder(answerFrom, context);
  } finally {
    await pool?.close();
  }
}

/** SQL that is the name of a log was left out. */
function withHint(error: unknown, sql: string, { cwd }: Context): unknown {
  if (!(error instanceof UsageError) || sql === "") return error;
  if (!existsSync(resolve(cwd, sql))) return error;
  return new UsageError(
    `query: expected SQL, received ${JSON.stringify(sql)}, which is a file or folder; the query comes first: metric-events query "select …" ${printable(sql)}`,
  );
}

/** Sources that are read as logs are, and hold nothing. */
async function noLines({ events }: ViewModel, folder: string): Promise<RowSources> {
  const file = join(folder, "no-lines.ndjson");
  await writeFile(file, "");
  const rows: Rows = { kind: "lines", file };
  return { events: new Map(events.map(({ eventName }) => [eventName, rows])), invalid: rows };
}

async function answer(
  sql: string,
  format: RowFormat,
  { connection, converter }: Database,
  { stdout, stderr }: Context,
): Promise<void> {
  try {
    const isAll = await printRows(await connection.stream(sql), converter, format, stdout);
    if (isAll) return;
    await stdout.flush();
    await stderr.print(
      "metric-events: only the first 1,000 rows are shown; --format csv or json has all, and so has a limit\n",
    );
  } catch (error) {
    throw sqlError(error);
  }
}
