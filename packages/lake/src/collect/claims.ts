import { rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isSystemError, makeFolder, readTextFile } from "@metric-events/system";
import type { CollectRange } from "./collected.js";

/** A process that was killed does not come back to what it claimed. */
const staleMs = 30_000;
const maxBytes = 1024;

/**
 * Tells other processes that a range is being written, so that they take another one. It saves work and nothing depends on it: two that write the
 * same range write the same files.
 *
 * @returns whether nobody else does.
 */
export async function claimRange(folder: string, range: CollectRange): Promise<boolean> {
  const path = pathOf(folder, range);
  makeFolder(join(folder, "claims"));
  if (await isStale(path)) await rm(path, { force: true });
  try {
    await writeFile(path, `${hostname()}\n${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Whether whoever claimed has ended, or had the time to. */
async function isStale(path: string): Promise<boolean> {
  try {
    if (Math.abs(Date.now() - (await stat(path)).mtimeMs) > staleMs) return true;
    const [host, pid] = readTextFile(path, maxBytes).split("\n");
    return host === hostname() && pid !== undefined && /^\d+$/.test(pid) && !isRunning(Number(pid));
  } catch {
    // It was released.
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error) && error.code !== "ESRCH";
  }
}

export async function releaseRange(folder: string, range: CollectRange): Promise<void> {
  await rm(pathOf(folder, range), { force: true });
}

/** All parts of a block that is not full are one thing. */
function pathOf(folder: string, { epoch, from, isWhole }: CollectRange): string {
  return join(folder, "claims", isWhole ? `${epoch}-${from}` : `${epoch}-open`);
}
