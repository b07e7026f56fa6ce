import { mkdir, open, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isSystemError } from "@metric-events/system";
import type { CollectRange } from "./lake-collection.js";

/** A process that was killed does not come back to what it claimed. */
const staleMs = 30_000;

/**
 * Tells other processes that a range is being written, so that they take another one. It saves work and nothing depends on it: two that write the
 * same range write the same files.
 *
 * @returns whether nobody else does.
 */
export async function claimRange(folder: string, range: CollectRange): Promise<boolean> {
  const path = pathOf(folder, range);
  await mkdir(join(folder, "claims"), { recursive: true });
  const stats = await stat(path).catch(() => undefined);
  if (stats !== undefined && Math.abs(Date.now() - stats.mtimeMs) > staleMs) await rm(path, { force: true });
  try {
    await (await open(path, "wx")).close();
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === "EEXIST") return false;
    throw error;
  }
}

export async function releaseRange(folder: string, range: CollectRange): Promise<void> {
  await rm(pathOf(folder, range), { force: true });
}

/** All parts of a block that is not full are one thing. */
function pathOf(folder: string, { epoch, from, isWhole }: CollectRange): string {
  return join(folder, "claims", isWhole ? `${epoch}-${from}` : `${epoch}-open`);
}
