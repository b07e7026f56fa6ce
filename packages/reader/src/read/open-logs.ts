import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type HostOf, withOrigin } from "../origin/log-origin.js";
import { type OnCopy, withoutCopies } from "./copies.js";
import { type LogFile, streamLog } from "./log-file.js";

export interface OpenLogsOptions {
  /** The folder that relative paths start from. Default: the working directory of the process. */
  readonly cwd?: string;
  /** The log that the path `-` names. Without it, `-` is a file like any other. */
  readonly stdin?: AsyncIterable<Uint8Array | string>;
  /** The host that a path names, where no folder called `host=…` does. Default: none. */
  readonly hostOf?: HostOf | undefined;
  /** Called for each path that names a file a second time, with the path that named it first. */
  readonly onRepeated?: (path: string, first: string) => void;
  /** Called for each compressed log that is left out because its original is named, too. */
  readonly onCopy?: OnCopy;
}

/**
 * The logs that paths name, in this order. A file that two paths name, as in `metrics.log metrics.log*`, is read once, and so is a log
 * beside its compressed copy. The files are not open yet: reading one that cannot be read gives the reason.
 */
export async function openLogs(paths: readonly string[], options: OpenLogsOptions = {}): Promise<readonly LogFile[]> {
  const { cwd = process.cwd(), stdin, hostOf, onRepeated, onCopy } = options;
  const logs: LogFile[] = [];
  const known = new Map<string, string>();
  for (const name of paths) {
    if (name === "-" && stdin !== undefined) {
      logs.push(streamLog(stdin));
      continue;
    }
    const path = resolve(cwd, name);
    const id = await fileIdentity(path);
    const first = id === undefined ? undefined : known.get(id);
    if (first !== undefined) {
      onRepeated?.(name, first);
      continue;
    }
    if (id !== undefined) known.set(id, name);
    logs.push({ name, path });
  }
  const kept = await withoutCopies(logs, onCopy);
  const named = new Set(kept.map((log) => log.path));
  return kept.map((log) => withOrigin(log, hostOf, (path) => named.has(path) || existsSync(path)));
}

/** The same text for all names of one regular file; `undefined` for anything else: a pipe, say, can be read only once anyway. */
export async function fileIdentity(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return stats?.isFile() === true ? `${stats.dev}:${stats.ino}` : undefined;
}

/** How many bytes logs have on disk, as far as that is known before they are read. */
export async function totalSize(logs: readonly LogFile[]): Promise<number> {
  const sizes = await Promise.all(logs.map(sizeOf));
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

/** How many bytes a log has on disk; `undefined` where that is not known. */
export async function sizeOf({ path }: LogFile): Promise<number | undefined> {
  if (path === undefined) return undefined;
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  return size > 0 ? size : undefined;
}
