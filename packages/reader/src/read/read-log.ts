import { type FileHandle, open } from "node:fs/promises";
import { endlessReason, isEndlessDevice, isSystemError, systemReason } from "@metric-events/system";
import type { LogLine } from "../line/line.js";
import { LogError } from "../log-error.js";
import { decompressed } from "./decompress.js";
import { fileChunks, streamChunks } from "./file-chunks.js";
import { LineSplitter } from "./line-splitter.js";
import type { LogFile, LogSection } from "./log-file.js";

interface ReadOptions {
  /** Called with the number of bytes read so far, before decompression. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * The lines of a log, plain or compressed, in groups. Use each group before you take the next. Memory stays bounded whatever the log
 * holds.
 *
 * @throws {LogError} when the log cannot be read, or not to its end, after every whole line before that place.
 */
export function readLines(log: LogFile, options: ReadOptions = {}): AsyncGenerator<Iterable<LogLine>> {
  return splitLines(logChunks(log, options));
}

/**
 * The uncompressed bytes of a log, or of its section; a chunk is valid until the next one is asked for. Throws as {@link readLines} does.
 */
export async function* logChunks(log: LogFile, options: ReadOptions = {}): AsyncGenerator<Uint8Array> {
  const chunks = wholeLog(log, options);
  yield* log.section === undefined ? chunks : sectionOf(chunks, log.section);
}

async function* sectionOf(chunks: AsyncIterable<Uint8Array>, { start, end }: LogSection): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const chunk of chunks) {
    const [from, to] = [Math.max(start - position, 0), Math.min(end - position, chunk.length)];
    if (from < to) yield chunk.subarray(from, to);
    position += chunk.length;
    if (position >= end) return;
  }
}

async function* wholeLog(log: LogFile, options: ReadOptions): AsyncGenerator<Uint8Array> {
  if (log.stream !== undefined) yield* readable(decompressed(counted(bytesOf(log.stream), options)));
  else yield* handleChunks(log.handle ?? (await openFile(log.path ?? log.name)), options);
}

/** The bytes of an open file, which is closed at the end. */
async function* handleChunks(handle: FileHandle, options: ReadOptions): AsyncGenerator<Uint8Array> {
  try {
    const isFile = (await handle.stat()).size > 0;
    yield* readable(decompressed(counted(isFile ? fileChunks(handle) : streamChunks(handle), options)));
  } finally {
    await handle.close();
  }
}

/** @throws {LogError} `unreadable` when the file cannot be opened, is a directory, or a device without an end. */
export async function openFile(path: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(path, "r");
  } catch (cause) {
    throw unreadable(cause);
  }
  const isDirectory = (await handle.stat()).isDirectory();
  if (!isDirectory && !isEndlessDevice(handle.fd)) return handle;
  await handle.close();
  throw new LogError("unreadable", isDirectory ? "this is a directory; name the logs in it" : endlessReason);
}

/** The lines in a stream of bytes, in groups. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Iterable<LogLine>> {
  const splitter = new LineSplitter();
  for await (const chunk of chunks) yield splitter.push(chunk);
  yield splitter.end();
}

/** Turns errors of the system into `LogError`s. */
export async function* readable(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw isSystemError(error) ? unreadable(error) : error;
  }
}

function unreadable(cause: unknown): LogError {
  return new LogError("unreadable", systemReason(cause), { cause });
}

async function* bytesOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}

async function* counted(chunks: AsyncIterable<Uint8Array>, { onProgress }: ReadOptions): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    onProgress?.(bytes);
    yield chunk;
  }
}
