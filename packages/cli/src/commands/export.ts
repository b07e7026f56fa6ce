import { exitCodes } from "../exit-codes.js";
import { exportParquet } from "../query/export-parquet.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths, parsePath } from "./parsers.js";

export const exportCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Write the events of logs as Parquet, a folder for each event and in it one for each day (of UTC), for query and for other programs. Bad lines go to invalid_lines.parquet.",
      )
      .argument(
        "[files...]",
        "logs, plain or compressed, or - for standard input (default: the metrics log and those rotated away from it)",
        collectPaths,
      )
      .requiredOption("--parquet <dir>", "a new or empty folder", parsePath)
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events export --parquet archive/",
          'metric-events query "select event, count(*) from events group by 1" archive/',
          "",
          "Needs @duckdb/node-api, which is installed separately.",
        ),
      )
      .action(async (files: readonly string[] | undefined, { parquet }: { parquet: string }) => {
        const isComplete = await exportParquet(parquet, files ?? [], schemasOf(command), context);
        exit(isComplete ? exitCodes.ok : exitCodes.environment);
      });
  },
};
