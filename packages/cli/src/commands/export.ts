import { exportParquet } from "@metric-events/query";
import type { UnreadLog } from "@metric-events/reader";
import { count, printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { appendToLake } from "../lake/append-to-lake.js";
import { keepDuplicatesOption } from "../log/keep-duplicates.js";
import { closeLogs, logsFor } from "../log/logs-for.js";
import { type OriginFlags, originOption } from "../log/origin-option.js";
import { Reading } from "../log/reading.js";
import { guardMemory } from "../query/memory-guard.js";
import { loadCatalogue, threadsFor } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths, parsePath } from "./parsers.js";

interface ExportFlags extends OriginFlags {
  readonly parquet: string;
  readonly append?: boolean;
  readonly keepDuplicates?: boolean;
}

export const exportCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Write the events of logs as Parquet files, for query and other programs: a folder for each event, with a folder for each UTC day. Bad lines go to invalid_lines.parquet. With --append, add what is new to a lake: a folder that holds months of many hosts.",
      )
      .argument(
        "[files...]",
        "logs, plain or compressed, or - for standard input (default: the metrics log and its rotated logs)",
        collectPaths,
      )
      .requiredOption("--parquet <dir>", "a new or empty folder; with --append, also a lake", parsePath)
      .option("--append", "add to a lake what it does not have yet; run it again at any time, also after a failure")
      .addOption(keepDuplicatesOption())
      .addOption(originOption())
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events export --parquet archive/",
          'metric-events query "select event, count(*) from events group by 1" archive/',
          "metric-events export --parquet lake/ --append",
          "",
          "Needs @duckdb/node-api, which is installed separately.",
        ),
      )
      .action(async (files: readonly string[] | undefined, flags: ExportFlags) => {
        const work = flags.append === true ? appendToLake : exportLogs;
        exit(await work(files ?? [], flags, schemasOf(command), context));
      });
  },
};

async function exportLogs(
  files: readonly string[],
  flags: ExportFlags,
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const { parquet: out, keepDuplicates } = flags;
  // Comes first, so that an interruption never leaves temporary files.
  const signal = context.interruption();
  const catalogue = await loadCatalogue(schemasDir, context);
  const threads = await threadsFor(schemasDir, context);
  const reading = new Reading(context, files);
  const logs = await logsFor(files, context, flags);
  const { onCut, onDuplicates, onProgress } = reading;
  // A log that cannot be read to its end is reported by the error that follows, after all logs were read.
  const onUnread = async (unread: UnreadLog): Promise<void> => {
    if (unread.code === "trailing-data") await onCut(unread);
  };
  let endGuard: (() => Promise<void>) | undefined;
  const onBegin = async (folders: readonly string[]): Promise<void> => {
    const { maxResidentBytes } = context;
    endGuard = await guardMemory({ command: "export", maxResidentBytes, folders, advice: "export fewer logs at once" });
  };
  const callbacks = { onBegin, onUnread, onDuplicates, onProgress };
  const job = {
    out,
    cwd: context.cwd,
    catalogue,
    threads,
    signal,
    keepDuplicates,
    now: context.now() / 1000,
    ...callbacks,
  };
  try {
    const { events, badLines } = await exportParquet(logs, job);
    await reading.clear();
    const others = badLines === 0 ? "" : `, and ${count(badLines, "bad line")} to invalid_lines.parquet in it`;
    await context.stdout.print(`${count(events, "event")} written to ${printable(out)}${others}\n`);
    return exitCodes.ok;
  } finally {
    await endGuard?.();
    await reading.clear();
    await closeLogs(logs);
  }
}
