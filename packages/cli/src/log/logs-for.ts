import { type LogFile, openLogFamily, openLogs } from "@metric-events/reader";
import { printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { defaultLogPath } from "./default-path.js";

/**
 * The logs that were named; else the metrics log and those that were rotated away from it, the oldest first. What is named twice, as by
 * `metrics.log metrics.log*`, is read once, and that is said.
 */
export async function logsFor(paths: readonly string[], context: Context): Promise<readonly LogFile[]> {
  if (paths.length === 0) return openLogFamily(await defaultLogPath(context));
  const repeated: string[] = [];
  const logs = await openLogs(paths, {
    cwd: context.cwd,
    get stdin() {
      return context.stdin;
    },
    onRepeated(path, first) {
      const also = path === first ? "named twice" : `the same file as ${printable(first)}`;
      repeated.push(`metric-events: ${printable(path)}: ${also}; read once\n`);
    },
  });
  for (const line of repeated) await context.stderr.print(line);
  return logs;
}

/** Closes the logs that nobody came to read. */
export async function closeLogs(logs: readonly LogFile[]): Promise<void> {
  for (const { handle } of logs) await handle?.close();
}
