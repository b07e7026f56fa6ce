import {
  type BumpPolicy,
  bumpPolicies,
  checkSchemas,
  errorsOf,
  formatCheck,
  type Mode,
  modes,
  type Policy,
  replayLogs,
} from "@metric-events/check";
import type { FindingFormat } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { formatOption, printingOptions } from "../findings/printing.js";
import { Progress } from "../format/progress.js";
import { logsFor } from "../log/logs-for.js";
import { type Config, findConfig } from "../schemas/config.js";
import { schemasFolder } from "../schemas/folders.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { againstOption, comparisonOf } from "./comparison.js";
import { collect, collectPaths } from "./parsers.js";

interface CheckFlags {
  readonly against?: readonly string[];
  readonly againstLog?: readonly string[];
  readonly mode?: readonly string[];
  readonly transitive: boolean;
  /** `true` for the flag alone. */
  readonly allowUnknown?: readonly string[] | true;
  readonly bump?: BumpPolicy;
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

/** Flags override the config file. */
function policyOf(options: CheckFlags, config: Config | undefined): Policy {
  const settings = config?.check ?? {};
  const { allowUnknown = [] } = options;
  const flags = (options.mode ?? []).map((text) => parseMode(text));
  const general = flags.findLast(({ event }) => event === undefined)?.mode;
  const single = flags.flatMap(({ event, mode }) => (event === undefined ? [] : [[event, mode] as const]));
  return {
    mode: general ?? settings.mode ?? "full",
    modeByEvent: new Map([...(general === undefined ? Object.entries(settings.events ?? {}) : []), ...single]),
    isTransitive: options.transitive && settings.transitive !== false,
    ignore: settings.ignore ?? [],
    allowUnknown: new Set([...(settings.allowUnknown ?? []), ...(allowUnknown === true ? ["*"] : allowUnknown)]),
    bump: options.bump ?? settings.bump ?? "always",
  };
}

function parseMode(text: string): { readonly event: string | undefined; readonly mode: Mode } {
  const [first = "", second, ...more] = text.split("=");
  const mode = modes.find((each) => each === (second ?? first));
  if (mode !== undefined && more.length === 0) return { event: second === undefined ? undefined : first, mode };
  throw new UsageError(`--mode: expected ${modes.join(", ")} or <event>=<mode>, received ${JSON.stringify(text)}`);
}
