import { type CollectFlags, doorFor } from "../collect/doors.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths, parsePath } from "./parsers.js";

export const collectCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Add the lines of logs to a database: each once, in tables that follow from the schemas, through rotated and compressed logs, and then as they are written, until Ctrl-C.",
      )
      .requiredOption(
        "--from <logs...>",
        "logs, each with those that were rotated away from it; several after one --from",
        collectPaths,
      )
      .requiredOption("--into <target>", "where to: postgres://user@host/database")
      .option("--once", "end with the lines that are there now, for cron")
      .option("--host <name>", "the name of this machine there (default: its host name)")
      .option("--status-file <file>", "a file to write what was added to, as JSON, at most once a second", parsePath)
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events collect --from metrics.log --into postgres://metrics@db/fleet",
          "metric-events collect --from metrics.log --into postgres:///fleet --once",
          "",
          "The password comes from PGPASSWORD, ~/.pgpass or a service (PGSERVICE), and not from the command line.",
        ),
      )
      .action(async (flags: CollectFlags) => {
        const collect = await doorFor(flags);
        exit(await collect(flags, schemasOf(command), context));
      });
  },
};
