import {
  compareReports,
  type Report,
  type ReportFormat,
  type ReportOptions,
  renderReport,
  reportFormats,
  reportLogs,
} from "@metric-events/report";
import { paintFor } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { closeLogs, logsFor } from "../log/logs-for.js";
import { type OriginFlags, originOption } from "../log/origin-option.js";
import { Reading } from "../log/reading.js";
import { conditionsHelp, selectionOptions } from "../log/selection-flags.js";
import { type Against, againstOf } from "../report/against.js";
import { objectivesOf } from "../report/objectives-of.js";
import { checkReportFile, writeReportFile } from "../report/report-file.js";
import { reportOptionsOf, type SubjectFlags } from "../report/report-options.js";
import { loadCatalogue, threadsFor } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collect, collectPaths, parsePath } from "./parsers.js";

interface ReportFlags extends SubjectFlags, OriginFlags {
  readonly format: ReportFormat;
  readonly out?: string;
  readonly against?: string;
}

export const reportCommand: CommandModule = {
  declare(command, { context, exit, words }) {
    const described = command
      .description(
        "Report from the log how often, how long and how many, shares, and what looks wrong. The kinds and units in the schemas decide what is counted and measured.",
      )
      .argument(
        "[files...]",
        "logs, plain or compressed, or - for standard input (default: the metrics log and its rotated logs)",
        collectPaths,
      );
    selectionOptions(described)
      .option(
        "--by <field>",
        "break measures down by this dimension, by host, or by several: host,flavor (default: the dimension that most events have)",
        collect,
      )
      .option(
        "--against <time or logs>",
        "compare with the time before, such as -7d, or with other logs: a folder or a file",
        parsePath,
      )
      .addOption(originOption())
      .option("--bucket <width>", "width of time steps, such as 15m, 1h or 1d (default: chosen to fit the range)")
      .option("--lost-after <time>", "time after which a start without a stop counts as lost, such as 6h", "24h")
      .addOption(new Option("--format <format>", "output format").choices(reportFormats).default("text"))
      .option("-o, --out <file>", "write the report to this file", parsePath)
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events report",
          "metric-events report --since -7d --bucket 1h --format html --out report.html",
          words.condition !== "" &&
            `metric-events report --event ${words.event} --where ${words.condition} --by ${words.dimension}`,
          "metric-events report --since monday --against -7d",
          "zcat old.log.gz | metric-events report --format markdown -",
          "",
          conditionsHelp,
        ),
      )
      .action(async (files: readonly string[] | undefined, flags: ReportFlags) =>
        exit(await report(files ?? [], flags, schemasOf(command), context)),
      );
  },
};

async function report(
  files: readonly string[],
  flags: ReportFlags,
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const { out, format } = flags;
  const { stdout, env } = context;
  const catalogue = await loadCatalogue(schemasDir, context);
  const now = context.now() / 1000;
  const options = reportOptionsOf(flags, now);
  const objectives = await objectivesOf(catalogue, context);
  const reading = new Reading(context, files);
  const logs = await logsFor(files, context, flags);
  let result: Report;
  try {
    if (out !== undefined) await checkReportFile(out, logs, context);
    const { onUnread, onProgress } = reading;
    const threads = await threadsFor(schemasDir, context);
    const whole = { ...options, catalogue, objectives, threads, onUnread, onProgress };
    const against = flags.against === undefined ? undefined : againstOf(flags.against, options, files, now, context);
    result = await reportLogs(logs, { ...whole, ...(against?.kind === "time" ? against.now : {}) });
    if (against !== undefined)
      result = compareReports(result, await formerReport(against, files, whole, flags, context));
  } finally {
    await closeLogs(logs);
    await reading.clear();
  }
  if (out === undefined)
    await stdout.print(await renderReport(result, format, { columns: stdout.columns, paint: paintFor(stdout, env) }));
  else await writeReportFile(out, await renderReport(result, format, { columns: stdout.columns }), context);
  return reading.isComplete ? exitCodes.ok : exitCodes.environment;
}

/** The report that another is compared with. */
async function formerReport(
  against: Against,
  files: readonly string[],
  options: ReportOptions,
  flags: OriginFlags,
  context: Context,
): Promise<Report> {
  const logs = await logsFor(against.kind === "time" ? files : against.paths, context, flags);
  try {
    return await reportLogs(logs, { ...options, ...(against.kind === "time" ? against.former : {}) });
  } finally {
    await closeLogs(logs);
  }
}
