import { type CollectFlags, doorFor } from "../collect/doors.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths, parsePath } from "./parsers.js";

export const collectCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Collect what hosts ship into a lake, or the lines of logs into a database, in tables that follow from the schemas: each line once, until Ctrl-C. Any number of these may run at once, and may be killed at any moment.",
      )
      .requiredOption(
        "--from <source...>",
        "a stream that hosts ship to, nats://host:4222; or logs, each with those that were rotated away from it",
        collectPaths,
      )
      .requiredOption(
        "--into <target>",
        "where to: a lake, or a new or empty folder, for a stream; postgres://user@host/database for logs",
        parsePath,
      )
      .option("--once", "end with the lines that are there now, for cron")
      .option("--host <name>", "with logs: the name of this machine there (default: its host name)")
      .option(
        "--status-file <file>",
        "with logs: a file to write what was added to, as JSON, at most once a second",
        parsePath,
      )
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events collect --from nats://nats-1:4222,nats-2:4222 --into lake/",
          "metric-events collect --from nats://localhost:4222 --into lake/ --once && metric-events compact lake/",
          "metric-events collect --from metrics.log --into postgres://metrics@db/fleet",
          "metric-events collect --from metrics.log --into postgres:///fleet --once",
          "",
          "A lake needs @duckdb/node-api, which is installed separately. Credentials for nats:// are those of ship.",
          "The password comes from PGPASSWORD, ~/.pgpass or a service (PGSERVICE), and not from the command line.",
        ),
      )
      .action(async (flags: CollectFlags) => {
        const collect = await doorFor(flags);
        exit(await collect(flags, schemasOf(command), context));
      });
  },
};
