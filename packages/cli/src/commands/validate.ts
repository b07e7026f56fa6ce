import { countEvents, judgeLogs, Tally } from "@metric-events/reader";
import { createFindingPrinter, type FindingFormat } from "@metric-events/text";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { faultFindings, unreadFinding } from "../findings/log-findings.js";
import { logRules } from "../findings/log-rules.js";
import { logSummary } from "../findings/log-summary.js";
import { formatOption, printingOptions } from "../findings/printing.js";
import { suspectFinding } from "../findings/suspect-findings.js";
import { defaultLogPath } from "../log/default-path.js";
import { logsFor } from "../log/logs-for.js";
import { Reading } from "../log/reading.js";
import { loadCatalogue, threadsFor } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths } from "./parsers.js";

interface ValidateFlags {
  readonly strict: boolean;
  readonly format: FindingFormat;
  readonly schemas: string | undefined;
}

export const validateCommand: CommandModule = {
  declare(command, { context, exit, words }) {
    command
      .description(
        "Check that every line of a log is a valid event. Shows what is wrong with each bad line, counts the lines of each event, and warns of values that look wrong, which report leaves out. Undeclared fields are ignored, as every reader of the log should.",
      )
      .argument(
        "[files...]",
        "logs, plain or compressed (gzip, zstd), or - for standard input (default: the metrics log)",
        collectPaths,
      )
      .option("--strict", "apply the writer contract, under which undeclared fields are errors")
      .addOption(formatOption())
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events validate",
          `metric-events validate ${words.log}*`,
          "zcat old.log.gz | metric-events validate --strict -",
          "metric-events validate --format json metrics.log | jq .summary",
        ),
      )
      .action(
        async (
          files: readonly string[] | undefined,
          { strict = false, format }: { strict?: boolean; format: FindingFormat },
        ) => {
          exit(await validate(files ?? [], { strict, format, schemas: schemasOf(command) }, context));
        },
      );
  },
};

/**
 * Judges and counts every line of the logs, prints what is wrong with each bad one, and warns of what looks wrong in the valid ones. Warnings make no
 * difference to the exit code: the events keep the contract, also the strict one.
 */
export async function validate(
  files: readonly string[],
  { strict, format, schemas }: ValidateFlags,
  context: Context,
): Promise<ExitCode> {
  const catalogue = await loadCatalogue(schemas, context);
  const paths = files.length === 0 ? [await defaultLogPath(context)] : files;
  const logs = await logsFor(paths, context);
  const { stdout } = context;
  const printer = createFindingPrinter(format, {
    ...printingOptions(context),
    rules: logRules,
    heading: "Lines of the log",
    showsCode: false,
    columns: "bytes",
  });
  const reading = new Reading(context, files);
  const tally = new Tally();
  tally.files = logs.length;
  await stdout.print(printer.begin());
  await judgeLogs(logs, {
    catalogue,
    contract: strict ? "writer" : "reader",
    refusesRounded: true,
    sink: countEvents({ now: context.now() / 1000 }),
    threads: await threadsFor(schemas, context),
    onResult: (counts, place) => tally.countValid(counts, place),
    onBadLine: (bad) => {
      tally.countBad(bad);
      const text = faultFindings(bad)
        .map((finding) => printer.finding(finding))
        .join("");
      const cleared = reading.clear();
      return cleared === undefined ? stdout.print(text) : cleared.then(() => stdout.print(text));
    },
    onUnread: async (unread) => {
      tally.unread++;
      await reading.clear();
      // In text, standard error reports it: it is not a finding about the content of a log.
      if (format !== "text" || unread.code !== "unreadable") await stdout.print(printer.finding(unreadFinding(unread)));
      await reading.onUnread(unread);
    },
    onProgress: reading.onProgress,
  });
  await reading.clear();
  const warnings = tally.suspects.flatMap((suspect) => suspectFinding(suspect) ?? []);
  await stdout.print(warnings.map((warning) => printer.finding(warning)).join(""));
  await stdout.print(printer.end(logSummary(tally)));
  if (!reading.isComplete) return exitCodes.environment;
  return tally.bad + tally.unread === 0 ? exitCodes.ok : exitCodes.found;
}
