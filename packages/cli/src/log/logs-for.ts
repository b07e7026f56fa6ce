import { type LogFile, openLogFamily, openLogs } from "@metric-events/reader";
import { printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { defaultLogPath } from "./default-path.js";

/**
 * The logs that the user names; else the metrics log and its rotated logs, the oldest first. A log that is named twice, as in
 * `metrics.log metrics.log*`, is read once, and so is a log beside its compressed copy; a note says so.
 */
export async function logsFor(paths: readonly string[], context: Context): Promise<readonly LogFile[]> {
  const notes: string[] = [];
  const onCopy = (copy: string, original: string): void => {
    notes.push(`${printable(copy)}: a compressed copy of ${printable(original)}; left out`);
  };
  const logs =
    paths.length === 0
      ? await openLogFamily(await defaultLogPath(context), { onCopy })
      : await openLogs(paths, {
          cwd: context.cwd,
          get stdin() {
            return context.stdin;
          },
          onRepeated(path, first) {
            const also = path === first ? "named twice" : `the same file as ${printable(first)}`;
            notes.push(`${printable(path)}: ${also}; read once`);
          },
          onCopy,
        });
  for (const note of notes) await context.stderr.print(`metric-events: ${note}\n`);
  return logs;
}

/** Closes the logs that were not read. */
export async function closeLogs(logs: readonly LogFile[]): Promise<void> {
  for (const { handle } of logs) await handle?.close();
}
