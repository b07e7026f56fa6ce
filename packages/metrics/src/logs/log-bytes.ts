import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { compressionOf, type LogFile, logChunks } from "@metric-events/reader";
import { keptHeadBytes, tailBytes } from "./counted-log.js";

const blockBytes = 1024 * 1024;
const newline = 0x0a;
/** A log that nobody has written to for this long has no line that somebody is in the middle of. */
const quietMs = 10_000;

/** An open log, as its bytes after decompression. */
export interface OpenLogBytes {
  /** The first bytes. */
  readonly head: Uint8Array;
  /** Where its last whole line ends. */
  readonly end: number;
  /** A digest of a compressed file: its size, beginning and end, where compressors put a checksum. */
  readonly packed: string | undefined;
  /** A digest of the last bytes before a place. */
  tailBefore(place: number): Promise<string | undefined>;
  /** The bytes between two places. */
  chunks(start: number, end: number): AsyncGenerator<Uint8Array>;
}

export function shortDigest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 32);
}

/**
 * Looks into an open log. What is written to it later is for the next time.
 *
 * @throws {LogError} for one that cannot be decompressed.
 */
export async function logBytes(log: LogFile, handle: FileHandle): Promise<OpenLogBytes> {
  const { size, mtimeMs } = await handle.stat();
  const first = await readAt(handle, 0, Math.min(keptHeadBytes, size));
  const isQuiet = Date.now() - mtimeMs > quietMs;
  if (compressionOf(first) !== undefined) return packedBytes(log, handle, size, first);
  return {
    head: first,
    end: isQuiet ? size : await lastLineEnd(handle, size),
    packed: undefined,
    tailBefore: async (place) =>
      place > size
        ? undefined
        : shortDigest(await readAt(handle, Math.max(0, place - tailBytes), Math.min(place, tailBytes))),
    chunks: (start, end) => chunksOf(handle, start, end),
  };
}

async function packedBytes(log: LogFile, handle: FileHandle, size: number, first: Uint8Array): Promise<OpenLogBytes> {
  const last = await readAt(handle, Math.max(0, size - tailBytes), Math.min(size, tailBytes));
  const packed = shortDigest(Buffer.concat([Buffer.from(`${size}\n`), first, last]));
  const unpacked = (): AsyncGenerator<Uint8Array> =>
    logChunks({ name: log.name, path: undefined, stream: chunksOf(handle, 0, size) });
  return {
    head: await headOf(unpacked()),
    // It is read to its end, and nobody writes to it.
    end: Number.POSITIVE_INFINITY,
    packed,
    tailBefore: (place) => tailOf(unpacked(), place),
    chunks: (start, end) => between(unpacked(), start, end),
  };
}

async function headOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(Buffer.from(chunk));
    length += chunk.length;
    if (length >= keptHeadBytes) break;
  }
  return Buffer.concat(parts).subarray(0, keptHeadBytes);
}

async function tailOf(chunks: AsyncIterable<Uint8Array>, place: number): Promise<string | undefined> {
  let kept = Buffer.alloc(0);
  let position = 0;
  for await (const chunk of chunks) {
    const part = chunk.subarray(0, Math.max(0, place - position));
    kept = Buffer.concat([kept.subarray(-tailBytes), part]);
    position += chunk.length;
    if (position >= place) return shortDigest(kept.subarray(-tailBytes));
  }
  return undefined;
}

async function* between(chunks: AsyncIterable<Uint8Array>, start: number, end: number): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const chunk of chunks) {
    const [from, to] = [Math.max(start - position, 0), Math.min(end - position, chunk.length)];
    if (from < to) yield chunk.subarray(from, to);
    position += chunk.length;
    if (position >= end) return;
  }
}

async function* chunksOf(handle: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let position = start; position < end; ) {
    const block = await readAt(handle, position, Math.min(blockBytes, end - position));
    if (block.length === 0) return;
    yield block;
    position += block.length;
  }
}

async function lastLineEnd(handle: FileHandle, size: number): Promise<number> {
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - blockBytes);
    const index = (await readAt(handle, start, end - start)).lastIndexOf(newline);
    if (index >= 0) return start + index + 1;
    end = start;
  }
  return 0;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
