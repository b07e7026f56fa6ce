import { type DiffFormat, diffFormats, diffSchemas, formatDiff } from "@metric-events/check";
import { paintFor } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { Progress } from "../format/progress.js";
import { findConfig } from "../schemas/find-config.js";
import { schemasFolder } from "../schemas/folders.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { againstOption, comparisonOf } from "./comparison.js";

interface DiffFlags {
  readonly against?: readonly string[];
  readonly format: DiffFormat;
}

export const diffCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Show what changed in the meaning of the schemas, and whether it breaks new readers of old logs (backward) or old readers of new events (forward). Only reports: the exit code is always 0.",
      )
      .addOption(againstOption())
      .addOption(new Option("--format <format>", "how changes are printed").choices(diffFormats).default("text"))
      .addOption(schemasOption().hideHelp())
      .addHelpText("after", examples("metric-events diff", "metric-events diff --against git:v1.2.0 --format markdown"))
      .action(async (options: DiffFlags) => exit(await diff(schemasOf(command), options, context)));
  },
};

async function diff(folder: string | undefined, options: DiffFlags, context: Context): Promise<ExitCode> {
  const progress = new Progress(context);
  const schemas = folder ?? (await schemasFolder(undefined, context));
  const difference = await diffSchemas(comparisonOf(schemas, options, await findConfig(context), context, progress));
  await progress.clear();
  await context.stdout.print(formatDiff(difference, options.format, paintFor(context.stdout, context.env)));
  return exitCodes.ok;
}
