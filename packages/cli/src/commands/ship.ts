import { parseSpan } from "@metric-events/text";
import { InvalidArgumentError } from "commander";
import { UsageError } from "../errors.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type InstallUnitFlags, installUnit } from "../ship/install-unit.js";
import { type ShipFlags, ship } from "../ship/ship.js";
import { initStream, type StreamFlags, streamStatus } from "../ship/stream-commands.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths, parseCount, parsePath } from "./parsers.js";

interface WorkFlags {
  readonly init?: boolean;
  readonly status?: boolean;
  readonly install?: boolean;
}

type AllFlags = ShipFlags & StreamFlags & InstallUnitFlags & WorkFlags;

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
      .option("--init", "make the stream that hosts ship to, or check the one that is there; ships nothing")
      .option("--replicas <count>", "with --init: servers that keep each message (default: 1)", parseCount(1))
      .option(
        "--max-age <time>",
        "with --init: how long messages are kept, such as 30d (default: without limit)",
        parseAge,
      )
      .option(
        "--max-bytes <size>",
        "with --init: what the stream may take on a server, such as 100G (default: without limit)",
        parseSize,
      )
      .option("--status", "show how far the logs of all hosts are, in the stream and in the lake; ships nothing")
      .option("--install", "run this as a service of systemd: write its unit, enable and start it; needs root")
      .option(
        "--unit <file>",
        "with --install: the unit (default: /etc/systemd/system/metric-events-ship.service)",
        parsePath,
      )
      .option("--systemctl <file>", "with --install: the systemctl to call (default: /usr/bin/systemctl)", parsePath)
      .option("--host <name>", "the name of this machine there (default: its host name)")
      .option("--status-file <file>", "a file to write what was shipped to, as JSON, at most once a second", parsePath)
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events ship --to nats://nats-1:4222,nats-2:4222",
          "metric-events ship --to nats://localhost:4222 --once --host build-7",
          "metric-events ship --to nats://nats-1:4222 --init --replicas 3 --max-age 30d",
          "metric-events ship --to nats://nats-1:4222 --status",
          "metric-events ship --to otlp+http://localhost:4318/v1/logs",
          "",
          "Credentials come from the environment. NATS: NATS_CREDS, NATS_NKEY, NATS_TOKEN_FILE, NATS_USER with NATS_PASSWORD, NATS_CA, NATS_CERT and NATS_KEY. OpenTelemetry: OTEL_EXPORTER_OTLP_HEADERS and its other variables. PostgreSQL: PGPASSWORD, ~/.pgpass or PGSERVICE.",
        ),
      )
      .action(async (logs: readonly string[] | undefined, flags: AllFlags) => {
        refuseIdleFlags(logs ?? [], flags);
        if (flags.init === true) exit(await initStream(flags, context));
        else if (flags.status === true) exit(await streamStatus(flags, context));
        else if (flags.install === true) exit(await installUnit(logs ?? [], flags, schemasOf(command), context));
        else exit(await ship(logs ?? [], flags, schemasOf(command), context));
      });
  },
};

/** Which flags each way of calling it takes, besides --to. */
const taken = {
  init: ["replicas", "maxAge", "maxBytes"],
  status: [],
  install: ["host", "unit", "systemctl", "logs"],
  ship: ["once", "host", "statusFile", "logs"],
} as const;

/** Flags that would do nothing are mistakes. */
function refuseIdleFlags(logs: readonly string[], flags: AllFlags): void {
  const ways = (["init", "status", "install"] as const).filter((way) => flags[way] === true);
  if (ways.length > 1) throw new UsageError(`--${ways.join(" and --")} are several things; run the command for each`);
  const [way = "ship"] = ways;
  const given = { ...flags, logs: logs.length === 0 ? undefined : logs };
  const all = new Set<keyof typeof given>(Object.values(taken).flat());
  const fits = new Set<string>(taken[way]);
  const idle = [...all].find((name) => given[name] !== undefined && !fits.has(name));
  if (idle === undefined) return;
  const flag = idle === "logs" ? "a log" : `--${idle.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const owners = (["init", "install"] as const).filter((each) => (taken[each] as readonly string[]).includes(idle));
  throw new UsageError(
    `${flag} has no effect ${way === "ship" ? `without --${owners.join(" or --")}` : `with --${way}`}; leave it out`,
  );
}

/** Seconds. */
function parseAge(text: string): number {
  const seconds = parseSpan(text);
  if (seconds !== undefined && seconds > 0) return seconds;
  throw new InvalidArgumentError("Expected a time such as 30d or 12h.");
}

const units = { K: 1e3, M: 1e6, G: 1e9, T: 1e12 } as const;

function parseSize(text: string): number {
  const [, digits = "", unit = ""] = /^(\d{1,6})([KMGT])$/.exec(text) ?? [];
  const bytes = Number(digits) * (units[unit as keyof typeof units] ?? 0);
  if (bytes > 0) return bytes;
  throw new InvalidArgumentError("Expected a size such as 500M or 100G.");
}
