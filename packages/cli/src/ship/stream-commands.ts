import { count, formatBytes, formatTable, printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { sayNotice } from "./ending.js";

export interface StreamFlags {
  readonly to: string;
  readonly replicas?: number;
  readonly maxAge?: number;
  readonly maxBytes?: number;
}

/** Makes the stream that hosts ship to, or checks the one that is there. */
export async function initStream(flags: StreamFlags, context: Context): Promise<ExitCode> {
  const { to, replicas = 1, maxAge = 0, maxBytes = -1 } = flags;
  const { prepareStream } = await import("@metric-events/ship");
  const { cwd, env } = context;
  const job = { to, replicas, maxAgeSeconds: maxAge, maxBytes, cwd, env, signal: context.interruption() };
  const { stream, isNew, replicas: has } = await prepareStream({ ...job, onNotice: sayNotice(context) });
  const state = isNew ? "made" : "is there, and its settings fit";
  await context.stdout.print(`stream ${stream} ${state}: ${count(has, "replica")}\n`);
  return exitCodes.ok;
}

/** Shows how far the logs of all hosts are, in the stream and in the lake. */
export async function streamStatus({ to }: StreamFlags, context: Context): Promise<ExitCode> {
  const { shipStatus } = await import("@metric-events/ship");
  const { cwd, env } = context;
  const signal = context.interruption();
  const { stream, messages, bytes, replicas, logs } = await shipStatus({
    to,
    cwd,
    env,
    signal,
    onNotice: sayNotice(context),
  });
  const heading = `stream ${stream}: ${count(messages, "message")}, ${formatBytes(bytes)}, ${count(replicas, "replica")}`;
  const rows = logs.map(({ host, log, shipped, shippedAt, collected }) => [
    printable(host),
    printable(log),
    placeText(shipped),
    shippedAt,
    collected === undefined
      ? "nothing known"
      : JSON.stringify(collected) === JSON.stringify(shipped)
        ? "all"
        : placeText(collected),
  ]);
  const titles = ["host", "log", "shipped", "at", "in the lake"].map((title) => ({ title }));
  await context.stdout.print(`${heading}\n${rows.length === 0 ? "" : `\n${formatTable(titles, rows)}`}`);
  return exitCodes.ok;
}

function placeText(
  position: readonly { readonly number: number; readonly lines: number; readonly offset: number }[],
): string {
  const place = position.at(-1);
  return place === undefined ? "nothing" : `file ${place.number}, line ${place.lines}, byte ${place.offset}`;
}
