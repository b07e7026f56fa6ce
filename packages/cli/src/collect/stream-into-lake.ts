import { count, printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { guardMemory } from "../query/memory-guard.js";
import { loadCatalogue } from "../schemas/load-catalogue.js";
import { ending, sayNotice } from "../ship/ending.js";
import type { CollectFlags } from "./doors.js";

/** Collects what hosts ship into a lake, until it is interrupted or, with `--once`, has what is there. */
export async function streamIntoLake(
  { from: all, into, once = false, host, statusFile }: CollectFlags,
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const [from = "", ...more] = all;
  if (more.length > 0) throw new UsageError("--from: expected one stream; name the servers as in nats://a:4222,b:4222");
  const idle = host === undefined ? (statusFile === undefined ? undefined : "--status-file") : "--host";
  if (idle !== undefined) throw new UsageError(`${idle} has no effect on what comes from a stream; leave it out`);
  const signal = context.interruption();
  const { collectStream, ShipError } = await import("@metric-events/ship");
  const catalogue = await loadCatalogue(schemasDir, context);
  const { cwd, env, maxResidentBytes } = context;
  let endGuard: (() => Promise<void>) | undefined;
  const onBegin = async (folders: readonly string[]): Promise<void> => {
    endGuard = await guardMemory({ command: "collect", maxResidentBytes, folders, advice: "run it again" });
  };
  const onNotice = sayNotice(context);
  try {
    const added = await collectStream({ from, into, catalogue, signal, once, cwd, env, onNotice, onBegin });
    const { events, badLines, unknown, messages } = added;
    const bad = badLines === 0 ? "" : `, ${count(badLines, "bad line")}`;
    const others = unknown === 0 ? "" : `, ${count(unknown, "line")} of events that the schemas do not know`;
    await context.stdout.print(
      `${count(events, "event")}${bad}${others} of ${count(messages, "message")} added to ${printable(into)}\n`,
    );
    return signal.aborted ? ending(signal) : exitCodes.ok;
  } catch (error) {
    if (!(error instanceof ShipError) || error.code !== "unknown-destination") throw error;
    throw new UsageError(`--from: ${error.message}`, { cause: error });
  } finally {
    await endGuard?.();
  }
}
