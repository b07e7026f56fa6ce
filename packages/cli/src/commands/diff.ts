import { Option } from "commander";
import { againstOption } from "../check/baselines/against-option.js";
import { loadCandidate } from "../check/candidate.js";
import { compareWithBaselines } from "../check/check-schemas.js";
import { type DiffFormat, diffFormats, formatDiff } from "../check/report/diff.js";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { paintFor } from "../format/colors.js";
import { findConfig } from "../schemas/config.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";

interface DiffOptions {
  readonly against?: readonly string[];
  readonly format: DiffFormat;
}

export const diffCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Show what changed in the meaning of the schemas, and whether it breaks readers of old logs (backward) or consumers that have not upgraded (forward). Finds fault with nothing: the exit code is 0.",
      )
      .addOption(againstOption())
      .addOption(new Option("--format <format>", "how changes are printed").choices(diffFormats).default("text"))
      .addOption(schemasOption().hideHelp())
      .addHelpText("after", examples("metric-events diff", "metric-events diff --against git:v1.2.0 --format markdown"))
      .action(async (options: DiffOptions) => exit(await diff(schemasOf(command), options, context)));
  },
};

async function diff(folder: string | undefined, options: DiffOptions, context: Context): Promise<ExitCode> {
  const config = findConfig(context);
  const candidate = loadCandidate(folder, context);
  const { outcomes, notes } = await compareWithBaselines({
    candidate,
    against: options.against ?? config?.check?.against ?? [],
    manifestFile: config?.check?.package,
    context,
  });
  await context.stdout.print(formatDiff(outcomes, notes, options.format, paintFor(context.stdout, context.env)));
  return exitCodes.ok;
}
