import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Lake } from "@metric-events/lake";
import { openLogDatabase, pairViews, type QuerySource, viewModel } from "@metric-events/query";
import type { LogFile } from "@metric-events/reader";
import { didYouMean, listNames, suggest } from "@metric-events/runtime";
import { Option } from "commander";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { explainError } from "../explain-error.js";
import { folderAmong, type LogFlags, noteUnknownEvents, openLakeIn, refuseLogFlags } from "../lake/lake-of.js";
import { keepDuplicatesOption } from "../log/keep-duplicates.js";
import { closeLogs, logsFor } from "../log/logs-for.js";
import { type OriginFlags, originOption } from "../log/origin-option.js";
import { Reading } from "../log/reading.js";
import { answer } from "../query/answer.js";
import { listViews } from "../query/list-views.js";
import { guardMemory } from "../query/memory-guard.js";
import { type RowFormat, rowFormats } from "../query/print-rows.js";
import { queryShell } from "../query/query-shell.js";
import { readQuery, SavedQueries } from "../query/saved-queries.js";
import { loadCatalogue, threadsFor } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths, parsePath } from "./parsers.js";

interface QueryFlags extends OriginFlags {
  readonly format: RowFormat;
  readonly raw?: boolean;
  readonly keepDuplicates?: boolean;
  readonly file?: string;
  readonly save?: string;
  readonly failIfRows?: boolean;
}

export const queryCommand: CommandModule = {
  declare(command, { context, exit, words }) {
    const hasBoth = words.dimension !== "" && words.measure !== "";
    command
      .description(
        "Query the log in SQL, with DuckDB. Each event has a view with the columns and types of its schema; the view events has all events, and invalid_lines the bad lines. Without SQL, lists the views; on a terminal, asks for queries.",
      )
      .argument("[sql]", "one query, which cannot change the log, or the name of a saved one")
      .argument(
        "[files...]",
        "logs, plain or compressed, - for standard input, or a folder or lake that export wrote (default: the metrics log and its rotated logs)",
        collectPaths,
      )
      .addOption(new Option("--format <format>", "how rows are printed").choices(rowFormats).default("table"))
      .option("--raw", "with --format csv: print text unescaped, although a terminal or a spreadsheet may execute it")
      .addOption(keepDuplicatesOption())
      .option("-f, --file <file>", "read the query from this file; all arguments are logs then", parsePath)
      .option("--save <name>", "save the query under this name once it was answered; query <name> runs it again")
      .option("--fail-if-rows", "end with exit code 1 if there are rows: an alert for cron and systemd")
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
          'metric-events query --save bad "select kind, count(*) from invalid_lines group by 1"',
          "metric-events query bad",
          'metric-events query --fail-if-rows "select * from invalid_lines"',
          "",
          "Needs @duckdb/node-api, which is installed separately.",
        ),
      )
      .action(async (sql: string | undefined, files: readonly string[] | undefined, flags: QueryFlags) => {
        exit(await query(sql, files ?? [], flags, schemasOf(command), context));
      });
  },
};

/** Answers a query from logs or an exported folder; without SQL, asks a person for queries, or lists the views where nobody is there. */
async function query(
  argument: string | undefined,
  others: readonly string[],
  flags: QueryFlags,
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const { format, raw: isRaw = false, save, failIfRows = false, keepDuplicates } = flags;
  const saved = await SavedQueries.of(context);
  const { sql, files } = subjectOf(argument, others, flags, saved, context);
  const { readLine } = context;
  // Comes first, so that an interruption never leaves temporary files.
  const signal = sql === undefined && readLine === undefined ? undefined : context.interruption();
  const catalogue = await loadCatalogue(schemasDir, context);
  if (isRaw && format !== "csv") throw new UsageError("--raw works only with --format csv");
  if (save !== undefined) saved.checkName(save);
  const model = viewModel(catalogue);
  const pairs = pairViews(catalogue, model);
  if (sql === undefined && (save !== undefined || failIfRows)) {
    throw new UsageError(
      `${save === undefined ? "--fail-if-rows" : "--save"}: expected a query, such as "select * from events"`,
    );
  }
  if (sql === undefined && readLine === undefined) {
    await context.stdout.print(listViews(model, pairs));
    return exitCodes.ok;
  }
  const reading = new Reading(context, files);
  const { source, lake } = await sourceOf(files, flags, sql === undefined, context);
  if (lake !== undefined) await noteUnknownEvents(lake, catalogue, reading);
  const threads = await threadsFor(schemasDir, context);
  const { onCut: onUnread, onProgress } = reading;
  const onUnfit = (lines: number): Promise<void> => reading.onUnfit(lines);
  const { onDuplicates } = reading;
  const callbacks = { onUnread, onUnfit, onDuplicates, onProgress };
  const database = await openLogDatabase(source, {
    catalogue,
    threads,
    signal,
    keepDuplicates,
    now: context.now() / 1000,
    ...callbacks,
  });
  let endGuard: (() => Promise<void>) | undefined;
  try {
    const { maxResidentBytes } = context;
    const folders = [database.folder];
    const advice = "select fewer rows or shorter values";
    endGuard = await guardMemory({ command: "query", maxResidentBytes, folders, advice });
    const explain = (error: unknown): unknown =>
      withHint(lake === undefined ? error : lake.explain(error), sql ?? "", saved, context);
    const clear = async (): Promise<void> => reading.clear();
    if (sql === undefined) {
      if (readLine !== undefined)
        await queryShell(database, { model, pairs, saved, format, isRaw, explain, clear }, readLine, context);
      return reading.isComplete ? exitCodes.ok : exitCodes.environment;
    }
    const rows = await answer(database, sql, { format, isRaw, explain, clear }, context);
    if (save !== undefined) saved.save(save, sql);
    if (!reading.isComplete) return exitCodes.environment;
    return failIfRows && rows > 0 ? exitCodes.found : exitCodes.ok;
  } finally {
    await endGuard?.();
    await reading.clear();
    await database.close();
    if (Array.isArray(source)) await closeLogs(source);
  }
}

/** The SQL, that of a saved query, or that of a file; and the logs. */
function subjectOf(
  argument: string | undefined,
  others: readonly string[],
  { file }: QueryFlags,
  saved: SavedQueries,
  { cwd }: Context,
): { readonly sql: string | undefined; readonly files: readonly string[] } {
  if (file === undefined) {
    return { sql: argument === undefined ? undefined : (saved.find(argument) ?? argument), files: others };
  }
  const files = argument === undefined ? others : [parsePath(argument), ...others];
  return { sql: readQuery(resolve(cwd, file), file), files };
}

/** Logs, or one exported folder. */
async function sourceOf(
  files: readonly string[],
  flags: LogFlags,
  isReadAgain: boolean,
  context: Context,
): Promise<{ readonly source: QuerySource; readonly lake?: Lake }> {
  const folder = folderAmong(files, context);
  if (folder === undefined) {
    const logs = await logsFor(files, context, flags);
    return { source: isReadAgain ? await byPath(logs) : logs };
  }
  refuseLogFlags(flags);
  const lake = await openLakeIn(folder, context);
  if (lake === undefined) return { source: { archive: resolve(context.cwd, folder) } };
  return { source: { tables: lake.tables }, lake };
}

/** Logs that each reading opens again: an open file can be read once. */
async function byPath(logs: readonly LogFile[]): Promise<readonly LogFile[]> {
  await closeLogs(logs);
  return logs.map(({ handle: _handle, ...log }) => log);
}

/** When the SQL is the name of a file, the user forgot the query; one word is a name that no query has. */
function withHint(error: unknown, sql: string, saved: SavedQueries, { cwd }: Context): unknown {
  if (sql === "" || explainError(error)?.exitCode !== exitCodes.usage) return error;
  if (existsSync(resolve(cwd, sql))) {
    return new UsageError(
      `query: expected SQL, received ${JSON.stringify(sql)}, which is a file or folder; the query comes first: metric-events query "select …" ${sql}`,
    );
  }
  const { names } = saved;
  if (!/^[\w-]+$/.test(sql) || names.length === 0) return error;
  const hint = didYouMean(suggest(sql, names), { otherwise: `saved are ${listNames(names, sql)}` });
  return new UsageError(`query: expected SQL or the name of a saved query, received ${JSON.stringify(sql)}${hint}`);
}
