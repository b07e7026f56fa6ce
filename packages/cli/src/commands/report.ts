import type { Lake } from "@metric-events/lake";
import {
  compareReports,
  type Report,
  type ReportFormat,
  type ReportOptions,
  renderReport,
  reportFormats,
  reportLogs,
  reportStoredEvents,
} from "@metric-events/report";
import { paintFor } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { lakeFor, noteUnknownEvents, readingLake } from "../lake/lake-of.js";
import { keepDuplicatesOption } from "../log/keep-duplicates.js";
import { closeLogs, logsFor } from "../log/logs-for.js";
import { type OriginFlags, originOption } from "../log/origin-option.js";
import { Reading } from "../log/reading.js";
import { conditionsHelp, selectionOptions } from "../log/selection-flags.js";
import { againstOf } from "../report/against.js";
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
        "logs, plain or compressed, - for standard input, or a lake that export --append wrote (default: the metrics log and its rotated logs)",
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
      .addOption(keepDuplicatesOption())
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
  const lake = await lakeFor(files, context);
  const logs = lake === undefined ? await logsFor(files, context, flags) : [];
  let result: Report;
  try {
    if (out !== undefined) await checkReportFile(out, logs, context);
    const { onUnread, onProgress } = reading;
    const whole = { ...options, catalogue, objectives, onUnread, onProgress };
    const against = flags.against === undefined ? undefined : againstOf(flags.against, options, files, now, context);
    const threads = lake === undefined ? await threadsFor(schemasDir, context) : undefined;
    const current = { ...whole, threads, ...(against?.kind === "time" ? against.now : {}) };
    result = lake === undefined ? await reportLogs(logs, current) : await reportLake(lake, current, reading);
    if (against !== undefined) {
      const others = against.kind === "time" ? files : [flags.against ?? ""];
      const former = { ...whole, threads, ...(against.kind === "time" ? against.former : {}) };
      const otherLake = await lakeFor(others, context);
      const before =
        otherLake === undefined
          ? await formerReport(against.kind === "time" ? files : against.paths, former, flags, context)
          : await reportLake(otherLake, former, reading);
      result = compareReports(result, before);
    }
  } finally {
    await closeLogs(logs);
    await reading.clear();
  }
  if (out === undefined) {
    const { columns, isTerminal } = stdout;
    const layout = { columns, paint: paintFor(stdout, env), ...(isTerminal ? { tableColumns: columns } : {}) };
    await stdout.print(await renderReport(result, format, layout));
  } else await writeReportFile(out, await renderReport(result, format, { columns: stdout.columns }), context);
  return reading.isComplete ? exitCodes.ok : exitCodes.environment;
}

/** The report that another is compared with. */
async function formerReport(
  paths: readonly string[],
  options: ReportOptions,
  flags: OriginFlags,
  context: Context,
): Promise<Report> {
  const logs = await logsFor(paths, context, flags);
  try {
    return await reportLogs(logs, options);
  } finally {
    await closeLogs(logs);
  }
}

async function reportLake(lake: Lake, options: ReportOptions, reading: Reading): Promise<Report> {
  await noteUnknownEvents(lake, options.catalogue, reading);
  return readingLake(lake, options.catalogue, (events) => reportStoredEvents(events, options));
}
