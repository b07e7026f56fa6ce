import { open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isSystemError } from "@metric-events/text";
import type { LogFile } from "./log-file.js";

/** What logrotate and compressors put behind the name: `.1`, `.2.gz`, `-20261123.zst`, `-2026112310.backup`. */
const rotatedSuffix = /^[.-]\d[\d.-]*(?:\.backup)?(?:\.(?:gz|zst))?$/;

/** Passes over the folder until nothing new turns up: names move on while they are looked at. */
const maxPasses = 10;

/** Logs by what tells their files apart. */
type FoundLogs = Map<string, LogFile & { readonly changedMs: number }>;

/**
 * A log and those that were rotated away from it, the oldest first, all of them opened: a rotation while they are read makes no
 * difference. The log itself comes last. One that cannot be opened has no handle, so that reading it says why.
 */
export async function openLogFamily(path: string): Promise<readonly LogFile[]> {
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
  const newest = current === undefined ? undefined : found.get(current);
  return [...rotated.toSorted((left, right) => left.changedMs - right.changedMs), newest ?? { name: path, path }];
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
  // It has another name by now.
  if (handle === "ENOENT") return undefined;
  if (typeof handle === "string") {
    found.set(idBefore, { name: path, path, changedMs: Number(before.mtimeMs) });
    return idBefore;
  }
  // By the time it is opened, the name may lead to another file.
  const { dev, ino, mtimeMs } = await handle.stat({ bigint: true });
  const id = `${dev}:${ino}`;
  if (found.has(id)) {
    await handle.close();
    return undefined;
  }
  found.set(id, { name: path, path, handle, changedMs: Number(mtimeMs) });
  return id;
}

async function rotatedPaths(path: string): Promise<string[]> {
  const folder = dirname(path);
  const name = basename(path);
  const entries = await readdir(folder).catch(() => []);
  const rotated = entries.filter((entry) => entry.startsWith(name) && rotatedSuffix.test(entry.slice(name.length)));
  return rotated.map((entry) => join(folder, entry));
}
