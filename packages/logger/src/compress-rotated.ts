// oxlint-disable no-await-in-loop -- One file at a time, so that compression does not take all cores.
import { randomBytes } from "node:crypto";
import { type FileHandle, lutimes, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { errorName } from "@metric-events/system";

/** Milliseconds after which an unfinished file of another process counts as abandoned. */
const abandonedAfterMs = 3_600_000;

/**
 * Compresses each file to `.gz` and deletes it, unless another process seems to be compressing it. Every `.gz` is complete at
 * every moment: each process writes to a file with a name of its own, and renames it when it is done. Two processes that
 * compress the same file only waste time.
 */
export async function compressRotated(paths: readonly string[]): Promise<void> {
  for (const path of paths) if (!(await isBeingCompressed(path))) await compressFile(path);
}

async function compressFile(path: string): Promise<void> {
  const partPath = `${path}.gz.${process.pid}-${randomBytes(6).toString("hex")}.part`;
  const part = await open(partPath, "wx");
  try {
    if (await isCompressedTo(path, part)) {
      const { atime, mtime } = await stat(path);
      // As gzip(1) does: readers sort logs by it.
      await lutimes(partPath, atime, mtime);
      await rename(partPath, `${path}.gz`);
      await rm(path, { force: true });
    }
  } catch (error) {
    // Another process was faster, or the file was deleted because there are newer ones to keep.
    if (errorName(error) !== "ENOENT") throw error;
  } finally {
    await part.close().catch(() => undefined);
    await rm(partPath, { force: true });
  }
}

/** Returns false when the file grew meanwhile. */
async function isCompressedTo(path: string, part: FileHandle): Promise<boolean> {
  const source = await open(path, "r");
  try {
    const { mode, uid, gid } = await source.stat();
    await part.chmod(mode & 0o777);
    // Only root may give files away.
    await part.chown(uid, gid).catch(() => undefined);
    let byteCount = 0;
    const chunks = source.createReadStream({ autoClose: false }).on("data", (chunk) => {
      byteCount += chunk.length;
    });
    await pipeline(chunks, createGzip(), part.createWriteStream({ flush: true }));
    // A process that was stopped until now may have added a line: the next rotation tries again.
    return (await source.stat()).size === byteCount;
  } finally {
    await source.close();
  }
}

/** Whether another process has an unfinished file. Deletes abandoned ones. */
async function isBeingCompressed(path: string): Promise<boolean> {
  const names = await readdir(dirname(path));
  const parts = names.filter((name) => name.startsWith(`${basename(path)}.gz.`) && name.endsWith(".part"));
  let isFound = false;
  for (const name of parts) {
    const partPath = join(dirname(path), name);
    const part = await stat(partPath).catch(() => undefined);
    if (part === undefined) continue;
    if (Date.now() - part.mtimeMs > abandonedAfterMs) await rm(partPath, { force: true });
    else isFound = true;
  }
  return isFound;
}
