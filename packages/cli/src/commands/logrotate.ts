import { hostname } from "node:os";
import { resolve } from "node:path";
import type { LogrotateFrequency, LogrotateOptions } from "@metric-events/logger";
import type { FindingFormat } from "@metric-events/text";
import { type Command, Option } from "commander";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { formatLogrotateFindings, type RotationFinding } from "../findings/logrotate-findings.js";
import { formatOption } from "../findings/printing.js";
import { defaultLogPath } from "../log/default-path.js";
import { sayNotice } from "../ship/ending.js";
import { type CommandModule, examples } from "./command-module.js";
import { parseCount, parsePath } from "./parsers.js";

interface LogrotateFlags {
  readonly path?: string;
  readonly frequency?: LogrotateFrequency;
  readonly rotate?: number;
  readonly maxSize?: string;
  readonly create?: boolean;
  readonly compress: boolean;
  readonly delayCompress: boolean;
}

interface InstallFlags extends LogrotateFlags {
  readonly config?: string;
  readonly systemctl?: string;
}

interface CheckFlags {
  readonly path?: string;
  readonly config?: string;
  readonly to?: string;
  readonly host?: string;
  readonly format: FindingFormat;
}

export const logrotateCommand: CommandModule = {
  declare(command, { context, exit }) {
    command.description("Rotate the metrics log with logrotate, without losing events.").helpCommand(false);
    command.addHelpText(
      "after",
      examples("metric-events logrotate print", "sudo metric-events logrotate install --rotate 8 --max-size 100M"),
    );
    withOptions(command.command("print").description("print the logrotate configuration of the metrics log"))
      .addHelpText("after", examples("metric-events logrotate print --frequency daily > /etc/logrotate.d/metrics"))
      .action(async (flags: LogrotateFlags) => exit(await print(flags, context)));
    withOptions(
      command.command("install").description("write the logrotate configuration, and enable and start logrotate.timer"),
    )
      .option(
        "--config <file>",
        "the configuration to write (default: /etc/logrotate.d/github-runner-metrics)",
        parsePath,
      )
      .option("--systemctl <file>", "the systemctl to call (default: /usr/bin/systemctl)", parsePath)
      .addHelpText(
        "after",
        examples(
          "sudo metric-events logrotate install",
          "sudo metric-events logrotate install --path /var/log/fleet.log",
        ),
      )
      .action(async (flags: InstallFlags) => exit(await install(flags, context)));
    command
      .command("check")
      .description("find settings that lose events when logrotate rotates the metrics log")
      .option("--path <file>", "the log (default: the metrics log)", parsePath)
      .option("--config <file>", "the configuration of logrotate (default: /etc/logrotate.conf)", parsePath)
      .option("--to <url>", "the stream that the log is shipped to: warns of files that the lake does not have yet")
      .option("--host <name>", "with --to: the name of this machine there (default: its host name)")
      .addOption(formatOption())
      .addHelpText(
        "after",
        examples(
          "metric-events logrotate check",
          "metric-events logrotate check --format json",
          "metric-events logrotate check --to nats://nats-1:4222",
        ),
      )
      .action(async (flags: CheckFlags) => exit(await check(flags, context)));
  },
};

/** The defaults are those of the logger, so commander gets none. */
function withOptions(command: Command): Command {
  return command
    .option("--path <file>", "the log (default: the metrics log)", parsePath)
    .addOption(
      new Option("--frequency <often>", "how often (default: weekly)").choices([
        "daily",
        "weekly",
        "monthly",
        "yearly",
      ]),
    )
    .option("--rotate <count>", "number of rotated logs to keep (default: 4)", parseCount(1))
    .option("--max-size <size>", "rotate earlier when the log is larger than this, such as 100M (default: no limit)")
    .option("--create", "let logrotate create the new log, instead of the logger at the next event")
    .option("--no-compress", "leave rotated logs uncompressed")
    .option("--no-delay-compress", "compress at once instead of at the next rotation");
}

async function optionsOf(flags: LogrotateFlags, context: Context): Promise<LogrotateOptions> {
  const logPath = flags.path === undefined ? await defaultLogPath(context) : resolve(context.cwd, flags.path);
  const { frequency, rotate, maxSize, create, compress, delayCompress } = flags;
  return { logPath, frequency, rotate, maxSize, create, compress, delayCompress };
}

async function print(flags: LogrotateFlags, context: Context): Promise<ExitCode> {
  const { logrotateConfig } = await import("@metric-events/logger");
  const options = await optionsOf(flags, context);
  await context.stdout.print(await explained(() => logrotateConfig(options)));
  return exitCodes.ok;
}

async function install(flags: InstallFlags, context: Context): Promise<ExitCode> {
  const { setupLogrotate } = await import("@metric-events/logger");
  const options = await optionsOf(flags, context);
  const { config, systemctl: systemctlPath } = flags;
  const configPath = config === undefined ? undefined : resolve(context.cwd, config);
  await explained(() => setupLogrotate({ ...options, configPath, systemctlPath }));
  return exitCodes.ok;
}

async function check(flags: CheckFlags, context: Context): Promise<ExitCode> {
  const { checkLogrotate } = await import("@metric-events/logger");
  const logPath = flags.path === undefined ? await defaultLogPath(context) : resolve(context.cwd, flags.path);
  const configPath = flags.config === undefined ? undefined : resolve(context.cwd, flags.config);
  if (flags.to === undefined && flags.host !== undefined) {
    throw new UsageError("--host has no effect without --to; leave it out");
  }
  const ofSettings = await explained(() => checkLogrotate({ logPath, configPath }));
  const findings: readonly RotationFinding[] = [...ofSettings, ...(await uncollected(logPath, flags, context))];
  await context.stdout.print(formatLogrotateFindings(findings, logPath, flags.format, context));
  return findings.length === 0 ? exitCodes.ok : exitCodes.found;
}

/** The file that the next rotation may delete before the lake has it. */
async function uncollected(
  logPath: string,
  { to, host = hostname() }: CheckFlags,
  context: Context,
): Promise<readonly RotationFinding[]> {
  if (to === undefined) return [];
  const { oldestUncollected } = await import("@metric-events/ship");
  const { cwd, env } = context;
  const signal = context.interruption();
  const file = await oldestUncollected({ to, host, log: logPath, cwd, env, signal, onNotice: sayNotice(context) });
  if (file === undefined) return [];
  const message = `this is the oldest file of the log, and the lake does not have all of it; the next rotation may delete it. Let metric-events collect catch up, or keep more files (rotate)`;
  return [{ code: "not-collected", logPath, file, line: undefined, losesEvents: true, message }];
}

/** Turns errors of the logger into errors of the command: a wrong option is a usage error, everything else an environment error. */
async function explained<T>(work: () => T): Promise<T> {
  const { LogrotateSetupError } = await import("@metric-events/logger");
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LogrotateSetupError)) throw error;
    throw error.code === "invalid-option"
      ? new UsageError(error.message, { cause: error })
      : new EnvironmentError(error.message, { cause: error });
  }
}
