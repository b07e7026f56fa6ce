import { countEvents, judgeLogs, Tally } from "@metric-events/reader";
import { Option } from "commander";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { defaultLogPath } from "../log/default-path.js";
import { logsFor } from "../log/logs-for.js";
import { Reading } from "../log/reading.js";
import { loadCatalogue, threadsFor } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { createReporter, type Format, formats } from "../validate/reporter.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths } from "./parsers.js";

interface ValidateFlags {
  readonly strict: boolean;
  readonly format: Format;
  readonly schemas: string | undefined;
}

export const validateCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Check that every line of a log is a valid event. Says what is wrong with which line, and counts the lines of each event. Undeclared fields are ignored, as every reader of the log should.",
      )
      .argument(
        "[files...]",
        "logs, plain or compressed (gzip, zstd), or - for standard input (default: the metrics log)",
        collectPaths,
      )
      .option("--strict", "apply the writer contract: undeclared fields are mistakes, too")
      .addOption(new Option("--format <format>", "how findings are printed").choices(formats).default("text"))
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events validate",
          "metric-events validate /var/log/github-runner-metrics.log*",
          "zcat old.log.gz | metric-events validate --strict -",
          "metric-events validate --format json metrics.log | jq .summary",
        ),
      )
      .action(
        async (
          files: readonly string[] | undefined,
          { strict = false, format }: { strict?: boolean; format: Format },
        ) => {
          exit(await validate(files ?? [], { strict, format, schemas: schemasOf(command) }, context));
        },
      );
  },
};

/** Judges every line of the logs; says what is wrong with which, and counts them. */
export async function validate(
  files: readonly string[],
  { strict, format, schemas }: ValidateFlags,
  context: Context,
): Promise<ExitCode> {
  const catalogue = await loadCatalogue(schemas, context);
  const paths = files.length === 0 ? [await defaultLogPath(context)] : files;
  const logs = await logsFor(paths, context);
  const reporter = createReporter(format, context.stdout);
  const reading = new Reading(context, files);
  const tally = new Tally();
  tally.files = logs.length;
  await judgeLogs(logs, {
    catalogue,
    contract: strict ? "writer" : "reader",
    sink: countEvents(),
    threads: threadsFor(schemas, context),
    onResult: (counts) => tally.countValid(counts),
    onBadLine: async (bad) => {
      tally.countBad(bad);
      await reading.clear();
      await reporter.badLine(bad);
    },
    onUnread: async (unread) => {
      tally.unread++;
      await reading.clear();
      await reporter.unread(unread);
      await reading.onUnread(unread);
    },
    onProgress: reading.onProgress,
  });
  await reading.clear();
  await reporter.summary(tally);
  if (!reading.isComplete) return exitCodes.environment;
  return tally.bad + tally.unread === 0 ? exitCodes.ok : exitCodes.found;
}
