// oxlint-disable no-await-in-loop -- One file after the other: compressing is not to take all cores.
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { errorName } from "./system-error.js";

/** Milliseconds after which what another process has begun was left by one that died. */
const abandonedAfterMs = 3_600_000;

/** Compresses files to `.gz`, unless another process is at it, and deletes them then. Each is whole at every moment. */
export async function compressRotated(paths: readonly string[]): Promise<void> {
  for (const path of paths) await compressFile(path);
}

async function compressFile(path: string): Promise<void> {
  const partPath = `${path}.gz.part`;
  const part = await createPart(partPath);
  if (part === undefined) return;
  try {
    if (await isCompressedTo(path, part)) {
      await rename(partPath, `${path}.gz`);
      await rm(path, { force: true });
      return;
    }
  } catch (error) {
    // It was deleted, since there are as many as are to be kept.
    if (errorName(error) !== "ENOENT") throw error;
  } finally {
    await part.close().catch(() => undefined);
    await rm(partPath, { force: true });
  }
}

/** Returns whether all of the file was compressed. */
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
    // A line that came late, from a process that was stopped all the while: the next rotation tries again.
    return (await source.stat()).size === byteCount;
  } finally {
    await source.close();
  }
}

/** `undefined` when another process compresses it. */
async function createPart(partPath: string): Promise<FileHandle | undefined> {
  const existing = await stat(partPath).catch(() => undefined);
  if (existing !== undefined && Date.now() - existing.mtimeMs > abandonedAfterMs) await rm(partPath, { force: true });
  return openNew(partPath);
}

async function openNew(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "wx");
  } catch (error) {
    if (errorName(error) === "EEXIST") return undefined;
    throw error;
  }
}
