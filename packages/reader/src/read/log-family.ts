import { lstat, open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isSystemError } from "@metric-events/system";
import { hostFolder } from "../origin/host-folder.js";
import type { HostOf } from "../origin/log-origin.js";
import { orderLogs } from "../origin/order-logs.js";
import { type OnCopy, withoutCopies } from "./copies.js";
import type { LogFile } from "./log-file.js";
import { isRotatedName, uncompressedName } from "./rotated-name.js";

/** The folder is listed until nothing new turns up: files are renamed meanwhile. */
const maxPasses = 10;

/** Logs by the identity of their files. */
type FoundLogs = Map<string, LogFile & { readonly changedNs: bigint }>;

export interface LogFamilyOptions {
  /** The host that a path names, where no folder called `host=…` does. Default: none. */
  readonly hostOf?: HostOf | undefined;
  /** Called for each compressed log that is left out because its original is still there. */
  readonly onCopy?: OnCopy;
}

/**
 * A log and those rotated away from it, the oldest first. All are open, so a rotation while they are read makes no difference. The log
 * itself comes last; between a rotation and the next event, it does not exist. A log that cannot be opened has no handle; reading it
 * then gives the reason.
 */
export async function openLogFamily(path: string, options: LogFamilyOptions = {}): Promise<readonly LogFile[]> {
  const found: FoundLogs = new Map();
  let current: string | undefined;
  for (let pass = 0, isNew = true; isNew && pass < maxPasses; pass++) {
    isNew = false;
    for (const candidate of [path, ...(await rotatedPaths(path))]) {
      const opened = await openIfNew(candidate, found);
      if (opened === undefined) continue;
      isNew = true;
      if (candidate === path) current ??= opened;
    }
  }
  const rotated = [...found].filter(([id]) => id !== current).map(([, file]) => file);
  const oldestFirst = orderLogs(rotated).toSorted((left, right) => compare(left.changedNs, right.changedNs));
  const kept = await withoutCopies(oldestFirst, options.onCopy);
  const newest = current === undefined ? undefined : found.get(current);
  const isWhole = newest !== undefined || (kept.length > 0 && (await isAbsent(path)));
  const logs = isWhole ? kept : [...kept, { name: path, path }];
  const host = hostFolder(path) ?? options.hostOf?.(path, path);
  return [...logs, ...(newest === undefined ? [] : [newest])].map((log) => ({
    ...log,
    origin: { host, log: path, logName: path },
  }));
}

/** Logs of the same time stay in the order that their names say: archives and some file systems keep whole seconds. */
function compare(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

async function isAbsent(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    (error: unknown) => isSystemError(error) && error.code === "ENOENT",
  );
}

async function openIfNew(path: string, found: FoundLogs): Promise<string | undefined> {
  const before = await stat(path, { bigint: true }).catch(() => undefined);
  if (before === undefined || !before.isFile()) return undefined;
  const idBefore = `${before.dev}:${before.ino}`;
  if (found.has(idBefore)) return undefined;
  const handle = await open(path, "r").catch((error: unknown) => {
    if (isSystemError(error)) return error.code;
    throw error;
  });
  // It was renamed meanwhile.
  if (handle === "ENOENT") return undefined;
  if (typeof handle === "string") {
    found.set(idBefore, { name: path, path, changedNs: before.mtimeNs });
    return idBefore;
  }
  // The name may lead to another file by now.
  const { dev, ino, mtimeNs } = await handle.stat({ bigint: true });
  const id = `${dev}:${ino}`;
  if (found.has(id)) {
    await handle.close();
    return undefined;
  }
  found.set(id, { name: path, path, handle, changedNs: mtimeNs });
  return id;
}

async function rotatedPaths(path: string): Promise<string[]> {
  const folder = dirname(path);
  const name = basename(path);
  const entries = await readdir(folder).catch(() => []);
  const rotated = entries.filter((entry) => isRotatedName(uncompressedName(entry) ?? entry, name));
  return rotated.map((entry) => join(folder, entry));
}
