import { type Report, type ReportFormat, renderReport, reportFormats, reportLogs } from "@metric-events/report";
import { paintFor } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { closeLogs, logsFor } from "../log/logs-for.js";
import { Reading } from "../log/reading.js";
import { checkReportFile, writeReportFile } from "../report/report-file.js";
import { reportOptionsOf, type SelectionFlags } from "../report/report-options.js";
import { loadCatalogue, threadsFor } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collect, collectPaths, parsePath } from "./parsers.js";

interface ReportFlags extends SelectionFlags {
  readonly format: ReportFormat;
  readonly out?: string;
}

export const reportCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Answer what operators ask, from the log alone: how often, how long, how many, which share, and what looks wrong. What is counted and measured follows from the kinds and units of the schemas.",
      )
      .argument(
        "[files...]",
        "logs, plain or compressed, or - for standard input (default: the metrics log and those rotated away from it)",
        collectPaths,
      )
      .option("--since <time>", "only events from then on: -3d, 2026-11-23, 2026-11-23T10:15Z, or Unix seconds")
      .option("--until <time>", "only events before then")
      .option("-e, --event <name>", "only this event; repeat it for several", collect)
      .option("-w, --where <field=value>", "only events with this value; repeat it for more", collect)
      .option("--by <field>", "break measures down by this dimension (default: the one that most events have)")
      .option("--bucket <width>", "width of the steps over time, such as 15m, 1h or 1d (default: by the range)")
      .option("--lost-after <time>", "how long a start may be without a stop, such as 6h", "24h")
      .option("--utc", "times in UTC instead of local time")
      .addOption(new Option("--format <format>", "how it is written").choices(reportFormats).default("text"))
      .option("-o, --out <file>", "write it to this file", parsePath)
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events report",
          "metric-events report --since -7d --bucket 1h --format html --out report.html",
          "metric-events report --event runner_start --where repo=acme/widgets --by workflow",
          "zcat old.log.gz | metric-events report --format markdown -",
        ),
      )
      .action(async (files: readonly string[] | undefined, flags: ReportFlags) =>
        exit(await report(files ?? [], flags, schemasOf(command), context)),
      );
  },
};

/** Reads logs and writes what they say. */
async function report(
  files: readonly string[],
  flags: ReportFlags,
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const { out, format } = flags;
  const { stdout, env } = context;
  const catalogue = await loadCatalogue(schemasDir, context);
  const options = reportOptionsOf(flags, context.now() / 1000);
  const reading = new Reading(context, files);
  const logs = await logsFor(files, context);
  let result: Report;
  try {
    if (out !== undefined) await checkReportFile(out, logs, context);
    const { onUnread, onProgress } = reading;
    const threads = threadsFor(schemasDir, context);
    result = await reportLogs(logs, { ...options, catalogue, threads, onUnread, onProgress });
  } finally {
    await closeLogs(logs);
    await reading.clear();
  }
  if (out === undefined)
    await stdout.print(await renderReport(result, format, { columns: stdout.columns, paint: paintFor(stdout, env) }));
  else await writeReportFile(out, await renderReport(result, format, { columns: stdout.columns }), context);
  return reading.isComplete ? exitCodes.ok : exitCodes.environment;
}
