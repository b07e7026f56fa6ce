import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expositionText } from "@metric-events/metrics";
import { parseSpan } from "@metric-events/text";
import type { Context } from "../context.js";
import { InterruptedError, UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { closeLogs, logsFor } from "../log/logs-for.js";
import { type OriginFlags, originOption } from "../log/origin-option.js";
import { Reading } from "../log/reading.js";
import { selectionOf } from "../log/selection-flags.js";
import { CountedLogs } from "../metrics/counted-logs.js";
import { checkTextfile, checkWritable, stateBeside, writeTextfile } from "../metrics/metrics-files.js";
import { parseListenAddress, serveMetrics } from "../metrics/serve-metrics.js";
import { writeBackfill } from "../metrics/write-backfill.js";
import { checkOutputs } from "../outputs/check-outputs.js";
import { logAt } from "../report/report-file.js";
import { loadCatalogue, threadsFor } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths, parsePath } from "./parsers.js";

interface MetricsFlags extends OriginFlags {
  readonly textfile?: string;
  readonly follow?: boolean;
  readonly serve?: string;
  readonly backfill?: string;
  readonly state?: string;
  readonly every?: string;
  readonly step?: string;
  readonly since?: string;
  readonly until?: string;
}

const defaultEvery = "15s";
const defaultStep = "2m";

export const metricsCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Make time series for Prometheus of the log: counters of events, histograms of measures, gauges of counts, by the host and the dimensions that have few values.",
      )
      .argument("[files...]", "logs, plain or compressed (default: the metrics log and its rotated logs)", collectPaths)
      .option(
        "--textfile <file>",
        "write a text file for node_exporter, such as metric_events.prom in its folder",
        parsePath,
      )
      .option("--follow", "with --textfile: write it again when there is something new, until Ctrl-C")
      .option("--every <time>", `with --follow: time between two looks at the logs (default: ${defaultEvery})`)
      .option("--serve <address>", "answer scrapes of Prometheus itself, such as 127.0.0.1:9464, until Ctrl-C")
      .option(
        "--state <file>",
        "remember here what was counted (default: beside the text file, metric_events.state.json)",
        parsePath,
      )
      .option("--backfill <file>", "write the past, for promtool tsdb create-blocks-from openmetrics", parsePath)
      .option("--step <time>", `with --backfill: time between two samples (default: ${defaultStep})`)
      .option("--since <time>", "with --backfill: only events from this time on, such as -7d")
      .option("--until <time>", "with --backfill: only events before this time")
      .addOption(originOption())
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events metrics --textfile /var/lib/prometheus/node-exporter/metric_events.prom",
          "metric-events metrics --serve 127.0.0.1:9464 --state /var/lib/metric-events/metrics.state.json",
          "metric-events metrics --backfill past.om --since -30d",
        ),
      )
      .action(async (files: readonly string[] | undefined, flags: MetricsFlags) =>
        exit(await metrics(files ?? [], flags, schemasOf(command), context)),
      );
  },
};

async function metrics(
  files: readonly string[],
  flags: MetricsFlags,
  schemas: string | undefined,
  context: Context,
): Promise<ExitCode> {
  checkFlags(flags);
  const { textfile, serve, backfill: past } = flags;
  if (past !== undefined) return backfill(files, past, flags, schemas, context);
  const { state = textfile === undefined ? undefined : stateBeside(textfile) } = flags;
  const address = serve === undefined ? undefined : parseListenAddress(serve);
  const every = spanOf("--every", flags.every ?? defaultEvery);
  if (textfile !== undefined) await checkTextfile(textfile, context);
  const written = [
    ...(textfile === undefined ? [] : [["--textfile", textfile] as const]),
    ...(state === undefined ? [] : [["--state", state] as const]),
  ];
  const outputs = written.map(([flag, name]) => ({ flag, name }));
  await checkOutputs(outputs, [], schemas, context);
  const isEndless = address !== undefined || flags.follow === true;
  const signal = isEndless ? context.interruption() : undefined;
  const logs = await CountedLogs.open({ files, flags, schemas, state, written, signal }, context);
  if (signal === undefined) {
    writeTextfile(textfile ?? "", expositionText(await logs.look()), context);
    return logs.isComplete ? exitCodes.ok : exitCodes.environment;
  }
  try {
    if (address === undefined) await followInto(textfile ?? "", logs, { every, signal }, context);
    else await serveMetrics(address, logs, signal, context);
  } catch (error) {
    if (error !== signal.reason) throw error;
  }
  const isTermination = signal.reason instanceof InterruptedError && signal.reason.signal === "SIGTERM";
  return isTermination ? exitCodes.terminated : exitCodes.interrupted;
}

/** Each flag belongs to one way of handing on the series. */
function checkFlags(flags: MetricsFlags): void {
  const ways = (["textfile", "serve", "backfill"] as const).filter((way) => flags[way] !== undefined);
  const [way, ...others] = ways;
  if (way === undefined || others.length > 0) {
    const received = ways.length === 0 ? "none of them" : ways.map((each) => `--${each}`).join(" and ");
    throw new UsageError(
      `expected one of --textfile <file>, --serve <address> and --backfill <file>, received ${received}`,
    );
  }
  const belongs = {
    follow: ["textfile"],
    every: ["textfile"],
    state: ["textfile", "serve"],
    step: ["backfill"],
    since: ["backfill"],
    until: ["backfill"],
  } as const;
  for (const [flag, owners] of Object.entries(belongs)) {
    const isGiven = flags[flag as keyof typeof belongs] !== undefined;
    if (isGiven && !(owners as readonly string[]).includes(way)) {
      throw new UsageError(`--${flag} belongs to ${owners.map((owner) => `--${owner}`).join(" and ")}; leave it out`);
    }
  }
  if (flags.every !== undefined && flags.follow !== true)
    throw new UsageError("--every belongs to --follow; leave it out");
}

/** Seconds. */
function spanOf(flag: string, text: string): number {
  const seconds = parseSpan(text);
  if (seconds !== undefined && seconds >= 1 && seconds <= 86_400) return seconds;
  throw new UsageError(`${flag}: expected a time from 1s to 1d, such as 30s, received ${JSON.stringify(text)}`);
}

async function followInto(
  textfile: string,
  logs: CountedLogs,
  { every, signal }: { readonly every: number; readonly signal: AbortSignal },
  context: Context,
): Promise<void> {
  let before: string | undefined;
  while (!signal.aborted) {
    const text = expositionText(await logs.look());
    if (text !== before) writeTextfile(textfile, text, context);
    before = text;
    await sleep(every * 1000, undefined, { signal }).catch(() => {});
  }
}

async function backfill(
  files: readonly string[],
  out: string,
  flags: MetricsFlags,
  schemas: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const now = context.now() / 1000;
  const { since, until } = selectionOf(flags, now);
  const stepSeconds = spanOf("--step", flags.step ?? defaultStep);
  await checkWritable(resolve(context.cwd, out), out);
  await checkOutputs([{ flag: "--backfill", name: out }], [], schemas, context);
  const catalogue = await loadCatalogue(schemas, context);
  const reading = new Reading(context, files);
  const threads = await threadsFor(schemas, context);
  const logs = await logsFor(files, context, flags);
  const { onCut: onUnread, onProgress } = reading;
  try {
    const log = await logAt(resolve(context.cwd, out), logs, context);
    if (log !== undefined) throw new UsageError(`--backfill: ${out} is one of the logs to read; name another file`);
    await writeBackfill(
      out,
      logs,
      { catalogue, since, until, stepSeconds, now, threads, onUnread, onProgress },
      context,
    );
  } finally {
    await closeLogs(logs);
  }
  await reading.clear();
  return reading.isComplete ? exitCodes.ok : exitCodes.environment;
}
