import { schemasOf, schemasOption } from "../schemas/options.js";
import { type ShipFlags, ship } from "../ship/ship.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths, parsePath } from "./parsers.js";

export const shipCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Ship the metrics log into an engine that a fleet runs: whole lines, once and in order, from the oldest line that it does not have, through rotated and compressed logs, and then as they are written, until Ctrl-C.",
      )
      .argument(
        "[logs...]",
        "logs, each with those that were rotated away from it (default: the metrics log)",
        collectPaths,
      )
      .requiredOption(
        "--to <url>",
        "where to: nats://host:4222 or tls://host:4222 for NATS JetStream, otlp+https://host/v1/logs for OpenTelemetry, postgres://host/database",
      )
      .option("--once", "end with the lines that are there now, for cron")
      .option("--host <name>", "the name of this machine there (default: its host name)")
      .option("--status-file <file>", "a file to write what was shipped to, as JSON, at most once a second", parsePath)
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events ship --to nats://nats-1:4222,nats-2:4222",
          "metric-events ship --to nats://localhost:4222 --once --host build-7",
          "metric-events ship --to otlp+http://localhost:4318/v1/logs",
          "",
          "Credentials come from the environment. NATS: NATS_CREDS, NATS_NKEY, NATS_TOKEN_FILE, NATS_USER with NATS_PASSWORD, NATS_CA, NATS_CERT and NATS_KEY. OpenTelemetry: OTEL_EXPORTER_OTLP_HEADERS and its other variables. PostgreSQL: PGPASSWORD, ~/.pgpass or PGSERVICE.",
        ),
      )
      .action(async (logs: readonly string[] | undefined, flags: ShipFlags) => {
        exit(await ship(logs ?? [], flags, schemasOf(command), context));
      });
  },
};
