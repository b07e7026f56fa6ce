import { compareReports, type Report, type ReportFormat, renderReport, reportFormats } from "@metric-events/report";
import { count, paintFor } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { EnvironmentError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { keepDuplicatesOption } from "../log/keep-duplicates.js";
import { type OriginFlags, originOption } from "../log/origin-option.js";
import { Reading } from "../log/reading.js";
import { conditionsHelp, selectionOptions } from "../log/selection-flags.js";
import { checkOutputs } from "../outputs/check-outputs.js";
import { againstOf } from "../report/against.js";
import { ignoresOf } from "../report/ignores-of.js";
import { objectivesOf } from "../report/objectives-of.js";
import { pricesOf } from "../report/prices-of.js";
import { checkReportFile, writeReportFile } from "../report/report-file.js";
import { reportOptionsOf, type SubjectFlags } from "../report/report-options.js";
import { closeReportSource, openReportSource, type ReportSource, reportSource } from "../report/report-source.js";
import { loadCatalogue, threadsFor } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collect, collectPaths, parsePath } from "./parsers.js";

interface ReportFlags extends SubjectFlags, OriginFlags {
  readonly format: ReportFormat;
  readonly out?: string;
  readonly against?: string;
  readonly prices?: string;
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
      .option("--prices <file>", "add what the events cost, by what an hour costs in this file", parsePath)
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
  const prices = flags.prices === undefined ? undefined : await pricesOf(flags.prices, catalogue, context);
  const ignore = await ignoresOf(catalogue, context);
  const reading = new Reading(context, files);
  const against = flags.against === undefined ? undefined : againstOf(flags.against, options, files, now, context);
  let source: ReportSource | undefined;
  let former: ReportSource | undefined;
  let result: Report;
  try {
    source = await openReportSource(files, flags, context);
    former =
      against === undefined
        ? undefined
        : await openReportSource(against.kind === "time" ? files : against.paths, flags, context);
    if (out !== undefined) {
      await checkReportFile(out, former === undefined ? [source] : [source, former], context);
      const inputs = flags.prices === undefined ? [] : [{ role: "has the prices", name: flags.prices }];
      await checkOutputs([{ flag: "--out", name: out }], inputs, schemasDir, context);
    }
    const { onUnread, onProgress } = reading;
    const threads = await threadsFor(schemasDir, context);
    const whole = { ...options, catalogue, objectives, prices, ignore, threads, onUnread, onProgress };
    result = await reportSource(source, { ...whole, ...(against?.kind === "time" ? against.now : {}) }, reading);
    if (against !== undefined && former !== undefined) {
      const before = await reportSource(
        former,
        { ...whole, ...(against.kind === "time" ? against.former : {}) },
        reading,
      );
      if (against.kind === "logs") await checkFormer(before, flags.against ?? "", reading);
      result = compareReports(result, before);
    }
  } finally {
    await closeReportSource(source);
    await closeReportSource(former);
    await reading.clear();
  }
  if (out === undefined) {
    const { columns, isTerminal } = stdout;
    const layout = { columns, paint: paintFor(stdout, env), ...(isTerminal ? { tableColumns: columns } : {}) };
    await stdout.print(await renderReport(result, format, layout));
  } else await writeReportFile(out, await renderReport(result, format, { columns: stdout.columns }), context);
  return reading.isComplete ? exitCodes.ok : exitCodes.environment;
}

/**
 * Says what a comparison is not about.
 *
 * @throws {EnvironmentError} where none of the other logs can be read: everything would seem to be new.
 */
async function checkFormer({ input, findings }: Report, name: string, reading: Reading): Promise<void> {
  const unread = findings.filter(({ kind }) => kind === "unread");
  if (input.files.length > 0 && input.events + input.bad === 0 && unread.length >= input.files.length) {
    throw new EnvironmentError(`--against: nothing of ${name} can be read`);
  }
  if (input.bad > 0) await reading.say(`--against: ${count(input.bad, "bad line")} of ${name} left out`);
}
