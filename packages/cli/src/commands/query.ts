import { Option } from "commander";
import { exitCodes } from "../exit-codes.js";
import { type RowFormat, rowFormats } from "../query/print-rows.js";
import { printViews, runQuery } from "../query/run-query.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths } from "./parsers.js";

export const queryCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Ask the log in SQL, through DuckDB: a view for each event, with the columns and types of its schema, all events in events, bad lines in invalid_lines. Without SQL, lists the views.",
      )
      .argument("[sql]", "one query; the log cannot be changed by it")
      .argument(
        "[files...]",
        "logs, plain or compressed, - for standard input, or a folder that export wrote (default: the metrics log and those rotated away from it)",
        collectPaths,
      )
      .addOption(new Option("--format <format>", "how rows are printed").choices(rowFormats).default("table"))
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events query",
          'metric-events query "select flavor, quantile_cont(queue_duration, 0.95) from runner_start group by 1"',
          'metric-events query "select * from invalid_lines" --format csv metrics.log',
          'metric-events query "from runner_stop where status_info.code = 137" archive/',
          "",
          "Needs @duckdb/node-api, which is installed separately.",
        ),
      )
      .action(
        async (sql: string | undefined, files: readonly string[] | undefined, { format }: { format: RowFormat }) => {
          if (sql === undefined) {
            await printViews(schemasOf(command), context);
            return;
          }
          const isComplete = await runQuery(sql, files ?? [], format, schemasOf(command), context);
          exit(isComplete ? exitCodes.ok : exitCodes.environment);
        },
      );
  },
};
