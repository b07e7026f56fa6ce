import { type FileHandle, open } from "node:fs/promises";
import { LogError } from "../log-error.js";
import { decompressed } from "./decompress.js";
import type { LogFile } from "./log-file.js";
import { uncompressedName } from "./rotated-name.js";

/** The beginning of a log distinguishes it from others: its first line has a time. */
const comparedBytes = 64 * 1024;

/** Called for each compressed log that is left out, with the name of its original. */
export type OnCopy = (copy: string, original: string) => void;

/**
 * Leaves out compressed copies of other logs in the list. While a compressor works, or after it was killed, both `metrics.log.1` and
 * `metrics.log.1.gz` exist, and the second may be incomplete.
 */
export async function withoutCopies<Log extends LogFile>(logs: readonly Log[], onCopy?: OnCopy): Promise<Log[]> {
  const byPath = new Map(logs.map((log) => [log.path, log]));
  const kept: Log[] = [];
  for (const log of logs) {
    const originalPath = log.path === undefined ? undefined : uncompressedName(log.path);
    const original = originalPath === undefined ? undefined : byPath.get(originalPath);
    if (original === undefined || !(await isCopy(log, original))) kept.push(log);
    else {
      await log.handle?.close();
      onCopy?.(log.name, original.name);
    }
  }
  return kept;
}

async function isCopy(compressed: LogFile, original: LogFile): Promise<boolean> {
  const [left, right] = await Promise.all([headOf(compressed), headOf(original)]);
  if (left === undefined || right === undefined || right.length === 0) return false;
  const length = Math.min(left.length, right.length);
  return left.subarray(0, length).equals(right.subarray(0, length));
}

/** The first bytes of a log, decoded; `undefined` where it cannot be read. */
async function headOf({ path, handle }: LogFile): Promise<Buffer | undefined> {
  const opened = handle ?? (await open(path ?? "", "r").catch(() => undefined));
  if (opened === undefined) return undefined;
  const parts: Uint8Array[] = [];
  try {
    for await (const chunk of decompressed(firstBytes(opened))) parts.push(new Uint8Array(chunk));
  } catch (error) {
    // Only the beginning is decoded, so it ends too early.
    if (!(error instanceof LogError) || (error.code !== "cut-short" && parts.length === 0)) return undefined;
  } finally {
    if (handle === undefined) await opened.close();
  }
  return Buffer.concat(parts);
}

async function* firstBytes(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const head = Buffer.alloc(comparedBytes);
  const { bytesRead } = await handle.read(head, 0, comparedBytes, 0).catch(() => ({ bytesRead: 0 }));
  yield head.subarray(0, bytesRead);
}
