import { Option } from "commander";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { defaultLogHint, defaultLogPath } from "../log/default-path.js";
import { catalogueSource, loadCatalogue } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { createReporter, type Format, formats } from "../validate/reporter.js";
import { validateLogs } from "../validate/validate-logs.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths } from "./parsers.js";

interface ValidateOptions {
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
  options: ValidateOptions,
  context: Context,
): Promise<ExitCode> {
  const catalogue = await loadCatalogue(options.schemas, context);
  const paths = files.length === 0 ? [await defaultLogPath(context)] : files;
  const reporter = createReporter(options.format, context.stdout);
  const { tally, isComplete } = await validateLogs(paths, {
    catalogue,
    source: catalogueSource(options.schemas, context),
    contract: options.strict ? "writer" : "reader",
    reporter,
    context,
    hint: files.length === 0 ? defaultLogHint : "",
  });
  await reporter.summary(tally);
  if (!isComplete) return exitCodes.environment;
  return tally.bad + tally.unread === 0 ? exitCodes.ok : exitCodes.found;
}
