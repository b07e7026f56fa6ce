import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Context } from "../context.js";
import { printable } from "../format/printable.js";
import { defaultLogPath } from "./default-path.js";
import { type LogFile, openLogFamily } from "./log-family.js";
import { stdinName } from "./read-lines.js";

/**
 * The logs that were named; else the metrics log and those that were rotated away from it, the oldest first. What is named twice, as by
 * `metrics.log metrics.log*`, is read once, and that is said.
 */
export async function logFilesOf(paths: readonly string[], context: Context): Promise<readonly LogFile[]> {
  if (paths.length === 0) return openLogFamily(await defaultLogPath(context));
  const files: LogFile[] = [];
  const known = new Map<string, string>();
  for (const path of paths) {
    const id = await fileIdentity(path, context);
    const before = id === undefined ? undefined : known.get(id);
    if (before !== undefined) {
      const also = before === path ? "named twice" : `the same file as ${printable(before)}`;
      await context.stderr.print(`metric-events: ${printable(path)}: ${also}; read once\n`);
      continue;
    }
    if (id !== undefined) known.set(id, path);
    files.push({ path });
  }
  return files;
}

/** The same for all names of one regular file; `undefined` for what is none, such as a pipe, which can be read only once anyway. */
export async function fileIdentity(path: string, { cwd }: Pick<Context, "cwd">): Promise<string | undefined> {
  if (path === stdinName) return undefined;
  const stats = await stat(resolve(cwd, path), { bigint: true }).catch(() => undefined);
  return stats?.isFile() === true ? `${stats.dev}:${stats.ino}` : undefined;
}
