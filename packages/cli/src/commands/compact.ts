import { count, printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { type CommandModule, examples } from "./command-module.js";
import { parsePath } from "./parsers.js";

export const compactCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Merge the small files of a lake: each event, day and host gets one, so that queries are faster. Answers stay the same, and so does the lake when this is interrupted.",
      )
      .argument("<lake>", "a folder that export --append wrote", parsePath)
      .addHelpText(
        "after",
        examples("metric-events compact lake/", "", "Needs @duckdb/node-api, which is installed separately."),
      )
      .action(async (lake: string) => {
        exit(await compact(lake, context));
      });
  },
};

async function compact(lake: string, context: Context): Promise<ExitCode> {
  // Comes first, so that an interruption never leaves temporary files.
  const signal = context.interruption();
  const { compactLake } = await import("@metric-events/lake");
  const { before, after } = await compactLake({ lake, cwd: context.cwd, signal });
  const merged = `${count(before, "file")} of ${printable(lake)} merged into ${after}`;
  const nothing = `nothing to merge in ${printable(lake)}: ${count(after, "file")}`;
  await context.stdout.print(`${after < before ? merged : nothing}\n`);
  return exitCodes.ok;
}
