import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Lake } from "@metric-events/lake";
import { openLogDatabase, type QuerySource, viewModel } from "@metric-events/query";
import { Option } from "commander";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { explainError } from "../explain-error.js";
import { folderAmong, noteUnknownEvents, openLakeIn } from "../lake/lake-of.js";
import { closeLogs, logsFor } from "../log/logs-for.js";
import { type OriginFlags, originOption } from "../log/origin-option.js";
import { Reading } from "../log/reading.js";
import { listViews } from "../query/list-views.js";
import { guardMemory } from "../query/memory-guard.js";
import { printRows, type RowFormat, rowFormats } from "../query/print-rows.js";
import { loadCatalogue, threadsFor } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths } from "./parsers.js";

interface RowFlags extends OriginFlags {
  readonly format: RowFormat;
  readonly raw?: boolean;
}

export const queryCommand: CommandModule = {
  declare(command, { context, exit, words }) {
    const hasBoth = words.dimension !== "" && words.measure !== "";
    command
      .description(
        "Query the log in SQL, with DuckDB. Each event has a view with the columns and types of its schema; the view events has all events, and invalid_lines the bad lines. Without SQL, lists the views.",
      )
      .argument("[sql]", "one query; it cannot change the log")
      .argument(
        "[files...]",
        "logs, plain or compressed, - for standard input, or a folder or lake that export wrote (default: the metrics log and its rotated logs)",
        collectPaths,
      )
      .addOption(new Option("--format <format>", "how rows are printed").choices(rowFormats).default("table"))
      .option("--raw", "with --format csv: print text unescaped, although a terminal or a spreadsheet may execute it")
      .addOption(originOption())
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events query",
          hasBoth &&
            `metric-events query "select ${words.dimension}, quantile_cont(${words.measure}, 0.95) from ${words.view} group by 1"`,
          'metric-events query "select * from invalid_lines" --format csv metrics.log',
          `metric-events query "from ${words.view} order by ts desc limit 10" archive/`,
          "",
          "Needs @duckdb/node-api, which is installed separately.",
        ),
      )
      .action(async (sql: string | undefined, files: readonly string[] | undefined, flags: RowFlags) => {
        exit(await query(sql, files ?? [], flags, schemasOf(command), context));
      });
  },
};

/** Answers a query from logs or an exported folder; without SQL, lists the views. */
async function query(
  sql: string | undefined,
  files: readonly string[],
  flags: RowFlags,
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const { format, raw: isRaw = false } = flags;
  // Comes first, so that an interruption never leaves temporary files.
  const signal = sql === undefined ? undefined : context.interruption();
  const catalogue = await loadCatalogue(schemasDir, context);
  if (isRaw && format !== "csv") throw new UsageError("--raw works only with --format csv");
  if (sql === undefined) {
    await context.stdout.print(listViews(viewModel(catalogue)));
    return exitCodes.ok;
  }
  const reading = new Reading(context, files);
  const { source, lake } = await sourceOf(files, flags, context);
  if (lake !== undefined) await noteUnknownEvents(lake, catalogue, reading);
  const threads = await threadsFor(schemasDir, context);
  const { onCut: onUnread, onProgress } = reading;
  const onUnfit = (lines: number): Promise<void> => reading.onUnfit(lines);
  const database = await openLogDatabase(source, { catalogue, threads, signal, onUnread, onUnfit, onProgress });
  let endGuard: (() => Promise<void>) | undefined;
  try {
    const { maxResidentBytes } = context;
    const folders = [database.folder];
    const advice = "select fewer rows or shorter values";
    endGuard = await guardMemory({ command: "query", maxResidentBytes, folders, advice });
    const failed = (error: unknown): never => {
      throw withHint(lake === undefined ? error : lake.explain(error), sql, context);
    };
    const rows = await database.rows(sql).catch(failed);
    await reading.clear();
    if (!(await printRows(rows, { format, isRaw }, context.stdout).catch(failed))) {
      await context.stdout.flush();
      await context.stderr.print(
        "metric-events: only the first 1,000 rows are shown; for all rows, use --format csv or json\n",
      );
    }
    return reading.isComplete ? exitCodes.ok : exitCodes.environment;
  } finally {
    await endGuard?.();
    await reading.clear();
    await database.close();
    if (Array.isArray(source)) await closeLogs(source);
  }
}

/** Logs, or one exported folder. */
async function sourceOf(
  files: readonly string[],
  flags: OriginFlags,
  context: Context,
): Promise<{ readonly source: QuerySource; readonly lake?: Lake }> {
  const folder = folderAmong(files, context);
  if (folder === undefined) return { source: await logsFor(files, context, flags) };
  const lake = await openLakeIn(folder, context);
  if (lake === undefined) return { source: { archive: resolve(context.cwd, folder) } };
  return { source: { tables: lake.tables }, lake };
}

/** When the SQL is the name of a file, the user forgot the query. */
function withHint(error: unknown, sql: string, { cwd }: Context): unknown {
  if (sql === "" || explainError(error)?.exitCode !== exitCodes.usage || !existsSync(resolve(cwd, sql))) return error;
  return new UsageError(
    `query: expected SQL, received ${JSON.stringify(sql)}, which is a file or folder; the query comes first: metric-events query "select …" ${sql}`,
  );
}
