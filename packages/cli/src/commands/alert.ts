import { readFileSync } from "node:fs";
import type { LogFile } from "@metric-events/reader";
import { type AlertOptions, type AlertResult, alertsFrom, checkAlerts } from "@metric-events/report";
import { packageRoot, statPath } from "@metric-events/system";
import { createFindingPrinter, type FindingFormat } from "@metric-events/text";
import { alertFinding, alertFindingRules, alertSummary } from "../alert/alert-findings.js";
import { readAlertRules } from "../alert/alert-rules-file.js";
import { readAlertState, writeAlertState } from "../alert/alert-state-file.js";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { formatOption, printingOptions } from "../findings/printing.js";
import { noteUnknownEvents, readingLake } from "../lake/lake-of.js";
import { keepDuplicatesOption } from "../log/keep-duplicates.js";
import { closeLogs } from "../log/logs-for.js";
import { type OriginFlags, originOption } from "../log/origin-option.js";
import { Reading } from "../log/reading.js";
import { selectionOf } from "../log/selection-flags.js";
import { closeReportSource, openReportSource, type ReportSource } from "../report/report-source.js";
import { loadCatalogue, threadsFor } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths, parsePath } from "./parsers.js";

interface AlertFlags extends OriginFlags {
  readonly rules?: string;
  readonly state?: string;
  readonly since?: string;
  readonly until?: string;
  readonly utc?: boolean;
  readonly keepDuplicates?: boolean;
  readonly example?: boolean;
  readonly format: FindingFormat;
}

export const alertCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Check rules against the log, for cron and systemd: a line for each rule that fires, and the exit code 1. With --state, a rule fires once.",
      )
      .argument(
        "[files...]",
        "logs, plain or compressed, - for standard input, or a lake that export --append wrote (default: the metrics log and its rotated logs)",
        collectPaths,
      )
      .option("--rules <file>", "the rules (default: the file in the config file, else alerts.json)", parsePath)
      .option("--state <file>", "remember in this file what was reported, so that it is reported once", parsePath)
      .option("--since <time>", "also what fired from this time on, such as -7d, as far as --state does not know it")
      .option("--until <time>", "check as of this time (default: now)")
      .option("--utc", "show times in UTC instead of local time")
      .option("--example", "print rules about the built-in runner events, to begin with")
      .addOption(formatOption())
      .addOption(originOption())
      .addOption(keepDuplicatesOption())
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events alert --example > alerts.json",
          "metric-events alert",
          "metric-events alert --since -30d",
          "metric-events alert --rules /etc/metric-alerts.json --state /var/lib/metric-events/alerts.state",
        ),
      )
      .action(async (files: readonly string[] | undefined, flags: AlertFlags) => {
        if (flags.example === true) {
          await context.stdout.print(readFileSync(new URL("runner-alerts.json", packageRoot(import.meta.url)), "utf8"));
          exit(exitCodes.ok);
        } else exit(await alert(files ?? [], flags, schemasOf(command), context));
      });
  },
};

async function alert(
  files: readonly string[],
  flags: AlertFlags,
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const { stdout, cwd } = context;
  const now = context.now() / 1000;
  const { since, until = now, zone } = selectionOf(flags, now);
  const catalogue = await loadCatalogue(schemasDir, context);
  const file = await readAlertRules(flags.rules, catalogue, context);
  const reading = new Reading(context, files);
  const { onCut: onUnread, onProgress } = reading;
  const source = await openReportSource(files, flags, context);
  let result: AlertResult;
  try {
    const options: AlertOptions = {
      catalogue,
      rules: file.rules,
      now: until,
      since,
      state: flags.state === undefined ? undefined : await readAlertState(flags.state, file, source, context),
      threads: await threadsFor(schemasDir, context),
      keepDuplicates: flags.keepDuplicates,
      onUnread,
      onProgress,
    };
    result = await checkSource(source, files.length > 0, options, reading);
  } finally {
    await closeReportSource(source);
  }
  await reading.clear();
  const printer = createFindingPrinter(flags.format, {
    ...printingOptions(context),
    rules: alertFindingRules,
    heading: "Alerts",
    showsCode: false,
  });
  await stdout.print(printer.begin());
  for (const each of result.alerts) await stdout.print(printer.finding(await alertFinding(each, file, zone)));
  await stdout.print(printer.end(alertSummary(result, file.rules.length, zone)));
  // What could not be read, or printed, is to be reported by the next check.
  await stdout.flush();
  if (!reading.isComplete) return exitCodes.environment;
  if (flags.state !== undefined) writeAlertState(flags.state, cwd, result.state);
  return result.alerts.length === 0 ? exitCodes.ok : exitCodes.found;
}

/** @param isNamed whether the user names the logs: then all of them are read. */
async function checkSource(
  source: ReportSource,
  isNamed: boolean,
  options: AlertOptions,
  reading: Reading,
): Promise<AlertResult> {
  if (source.kind === "logs") {
    return checkAlerts(isNamed ? source.logs : await writtenSince(alertsFrom(options), source.logs), options);
  }
  await noteUnknownEvents(source.lake, options.catalogue, reading);
  return readingLake(source.lake, options.catalogue, (events) => checkAlerts(events, options));
}

/** Without the rotated logs that nobody has written to since: they have no events of that time. */
async function writtenSince(time: number, logs: readonly LogFile[]): Promise<readonly LogFile[]> {
  const isStale = ({ path }: LogFile): boolean => {
    const stats = path === undefined ? undefined : statPath(path);
    return stats !== undefined && Number(stats.mtimeMs) / 1000 < time - clockTolerance;
  };
  // The log itself stays, so that a name that leads nowhere is reported.
  const kept = logs.filter((log, index) => index === logs.length - 1 || !isStale(log));
  await closeLogs(logs.filter((log) => !kept.includes(log)));
  return kept;
}

/** Clocks of hosts that share a folder differ by some seconds. */
const clockTolerance = 3600;
