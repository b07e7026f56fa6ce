import { bumpPolicies, checkSchemas, errorsOf, formatCheck, modes, replayLogs } from "@metric-events/check";
import type { FindingFormat } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { formatOption, printingOptions } from "../findings/printing.js";
import { Progress } from "../format/progress.js";
import { logsFor } from "../log/logs-for.js";
import { findConfig } from "../schemas/find-config.js";
import { schemasFolder } from "../schemas/folders.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { againstOption, comparisonOf, type PolicyFlags, policyOf } from "./comparison.js";
import { collect, collectPaths } from "./parsers.js";

interface CheckFlags extends PolicyFlags {
  readonly against?: readonly string[];
  readonly againstLog?: readonly string[];
  readonly format: FindingFormat;
}

export const checkCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Check that a schema change breaks no reader: new readers can read old logs (backward), and old readers can read new events (forward). Each break comes with an event that shows it.",
      )
      .addOption(againstOption())
      .option("--against-log <files...>", "replay the lines of logs, plain or compressed", collectPaths)
      .option(
        "--mode <mode>",
        `who must keep reading: ${modes.join(", ")}, or <event>=<mode>; repeat it for more (default: full)`,
        collect,
      )
      .option("--no-transitive", "compare only with the newest of several releases")
      .option(
        "--allow-unknown [event]",
        "accept changes whose compatibility cannot be decided, for one event or for all",
        collect,
      )
      .addOption(
        new Option("--bump <when>", "when the package version must increase (default: always)").choices(bumpPolicies),
      )
      .addOption(formatOption())
      .addOption(schemasOption().hideHelp())
      .addHelpText(
        "after",
        examples(
          "metric-events check",
          "metric-events check --against git:origin/main --format github",
          "metric-events check --against npm:@acme/events@1.4.0 --mode backward",
          "metric-events check --against git:tags --against-log metrics.log metrics.log.1.gz",
        ),
      )
      .action(async (options: CheckFlags) => exit(await check(schemasOf(command), options, context)));
  },
};

async function check(folder: string | undefined, options: CheckFlags, context: Context): Promise<ExitCode> {
  const { cwd, stdout } = context;
  const config = await findConfig(context);
  const progress = new Progress(context);
  const schemas = folder ?? (await schemasFolder(undefined, context));
  const policy = policyOf(options, config);
  const now = context.now();
  const logs = options.againstLog === undefined ? [] : await logsFor(options.againstLog, context);
  // With a log and no baseline, only the log is checked.
  const result =
    logs.length > 0 && options.against === undefined
      ? await replayLogs(logs, { schemas, cwd, policy, now })
      : await checkSchemas({
          ...comparisonOf(schemas, options, config, context, progress),
          policy,
          configFile: config?.file,
          now,
          logs,
        });
  await progress.clear();
  await stdout.print(formatCheck(result, options.format, printingOptions(context)));
  return errorsOf(result).length === 0 ? exitCodes.ok : exitCodes.found;
}
