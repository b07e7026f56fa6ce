import { Option } from "commander";
import { againstOption } from "../check/baselines/against-option.js";
import { loadCandidate } from "../check/candidate.js";
import { checkSchemas } from "../check/check-schemas.js";
import { replayLogs } from "../check/log/replay-logs.js";
import { type BumpPolicy, bumpPolicies, type Mode, modes, type Policy } from "../check/policy.js";
import { formatReport } from "../check/report/format-report.js";
import { type CheckReport, errorsOf, type ReportFormat, reportFormats } from "../check/report/report.js";
import { repositoryOf } from "../check/report/repository-path.js";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { paintFor } from "../format/colors.js";
import { type Config, findConfig } from "../schemas/config.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collect, collectPaths } from "./parsers.js";

interface CheckOptions {
  readonly against?: readonly string[];
  readonly againstLog?: readonly string[];
  readonly mode?: readonly string[];
  readonly transitive: boolean;
  /** `true` for the flag alone. */
  readonly allowUnknown?: readonly string[] | true;
  readonly bump?: BumpPolicy;
  readonly format: ReportFormat;
}

export const checkCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Check that a change of the schemas breaks no reader: that new readers read old logs (backward) and old readers read new events (forward). Every break is shown with an event that it breaks.",
      )
      .addOption(againstOption())
      .option("--against-log <files...>", "replay the lines of logs, plain or compressed", collectPaths)
      .option(
        "--mode <mode>",
        `who has to go on reading: ${modes.join(", ")}, or <event>=<mode>; may be repeated (default: full)`,
        collect,
      )
      .option("--no-transitive", "of several releases, compare with the newest only")
      .option("--allow-unknown [event]", "accept what cannot be decided, of one event or of all", collect)
      .addOption(
        new Option("--bump <when>", "when the package version has to rise (default: always)").choices(bumpPolicies),
      )
      .addOption(new Option("--format <format>", "how findings are printed").choices(reportFormats).default("text"))
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
      .action(async (options: CheckOptions) => exit(await check(schemasOf(command), options, context)));
  },
};

async function check(folder: string | undefined, options: CheckOptions, context: Context): Promise<ExitCode> {
  const config = findConfig(context);
  const candidate = loadCandidate(folder, context);
  const policy = policyOf(options, config);
  const against = options.against ?? config?.check?.against ?? [];
  const logs = options.againstLog ?? [];
  // Who names only a log asks about the log only.
  const isLogOnly = logs.length > 0 && options.against === undefined;
  const job = {
    candidate,
    against,
    policy,
    configFile: config?.file,
    manifestFile: config?.check?.package,
    context,
  };
  const report: CheckReport = isLogOnly
    ? { baselines: [], findings: [], verdicts: [], bumps: [], notes: [], logs: [] }
    : await checkSchemas(job);
  const whole = logs.length === 0 ? report : await replayLogs(logs, report, job, isLogOnly ? [] : against);
  const shown = { paint: paintFor(context.stdout, context.env), repository: repositoryOf(context) };
  await context.stdout.print(formatReport(whole, options.format, shown));
  return errorsOf(whole).length === 0 ? exitCodes.ok : exitCodes.found;
}

/** Flags stand before the config file. */
function policyOf(options: CheckOptions, config: Config | undefined): Policy {
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
