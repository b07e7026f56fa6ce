import type { LeftOutLog } from "@metric-events/lake";
import type { UnreadLog } from "@metric-events/reader";
import { count, printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { closeLogs, logsFor } from "../log/logs-for.js";
import type { OriginFlags } from "../log/origin-option.js";
import { Reading } from "../log/reading.js";
import { guardMemory } from "../query/memory-guard.js";
import { loadCatalogue, threadsFor } from "../schemas/load-catalogue.js";

/** Adds to a lake what logs have that it does not. */
export async function appendToLake(
  files: readonly string[],
  flags: OriginFlags & { readonly parquet: string; readonly keepDuplicates?: boolean },
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const { parquet: lake, keepDuplicates } = flags;
  if (keepDuplicates === true) throw new UsageError("--keep-duplicates: a lake keeps all lines; leave it out");
  // Comes first, so that an interruption never leaves temporary files.
  const signal = context.interruption();
  const { appendLogs } = await import("@metric-events/lake");
  const catalogue = await loadCatalogue(schemasDir, context);
  const threads = await threadsFor(schemasDir, context);
  const reading = new Reading(context, files);
  const logs = await logsFor(files, context, flags);
  const { onProgress } = reading;
  const onUnread = async (unread: UnreadLog): Promise<void> =>
    reading.onCut(unread, "what was read before is in the lake");
  let isComplete = true;
  const onLeftOut = async (log: LeftOutLog): Promise<void> => {
    if (log.code === "shorter") isComplete = false;
    await reading.say(leftOutProse(log));
  };
  let endGuard: (() => Promise<void>) | undefined;
  const onBegin = async (folders: readonly string[]): Promise<void> => {
    const { maxResidentBytes } = context;
    endGuard = await guardMemory({ command: "export", maxResidentBytes, folders, advice: "append fewer logs at once" });
  };
  const now = context.now() / 1000;
  const job = { lake, cwd: context.cwd, catalogue, threads, signal, now, onBegin, onUnread, onLeftOut, onProgress };
  try {
    const { events, badLines, logs: added, unchanged } = await appendLogs(logs, job);
    await reading.clear();
    const bad = badLines === 0 ? "" : ` and ${count(badLines, "bad line")}`;
    const from = `${count(events, "event")}${bad} of ${count(added, "log")} added to ${printable(lake)}`;
    const nothing = `nothing new for ${printable(lake)}`;
    const rest = unchanged === 0 ? "" : `; it has all of ${count(unchanged, added === 0 ? "log" : "other log")}`;
    await context.stdout.print(`${added === 0 ? nothing : from}${rest}\n`);
    return reading.isComplete && isComplete ? exitCodes.ok : exitCodes.environment;
  } finally {
    await endGuard?.();
    await reading.clear();
    await closeLogs(logs);
  }
}

function leftOutProse({ file, code, other }: LeftOutLog): string {
  switch (code) {
    case "copy":
      return `${file}: ${other} begins with all of it; left out`;
    case "shorter":
      return `${file}: left out, because the lake has a longer log that begins in the same way (${other}); if this is an unfinished copy of it, remove it; if it is another log, append it again once it is longer`;
    default:
      return code satisfies never;
  }
}
