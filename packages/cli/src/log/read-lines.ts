import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import type { Context } from "../context.js";
import { EnvironmentError, isSystemError, systemReason } from "../errors.js";
import { printable } from "../format/printable.js";
import { decompressed } from "./decompress.js";
import { fileChunks, streamChunks } from "./file-chunks.js";
import type { Line } from "./line.js";
import { LineSplitter } from "./line-splitter.js";
import { SourceError } from "./source-error.js";

/** The name that stands for standard input. */
export const stdinName = "-";

export interface ReadOptions {
  /** Told of the bytes read so far, before decompression. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * The lines of a log, plain or compressed, as groups: each group must be taken before the next is asked for. Memory stays bounded
 * whatever the log holds.
 *
 * @throws {SourceError} when it cannot be read, or not to its end; every whole line before that was handed on.
 */
export function readLines(path: string, context: Pick<Context, "stdin" | "cwd">): AsyncGenerator<Iterable<Line>> {
  return splitLines(logChunks(path, context));
}

/** The uncompressed bytes of a log; a chunk is valid until the next one is asked for. Throws as {@link readLines} does. */
export async function* logChunks(
  path: string,
  context: Pick<Context, "stdin" | "cwd">,
  options: ReadOptions = {},
): AsyncGenerator<Uint8Array> {
  if (path === stdinName) yield* readable(decompressed(counted(bytesOf(context.stdin), options)));
  else yield* handleChunks(await openLog(resolve(context.cwd, path)), options);
}

/** The same of a file that is open already, which is closed at the end. */
export async function* handleChunks(handle: FileHandle, options: ReadOptions = {}): AsyncGenerator<Uint8Array> {
  try {
    const isFile = (await handle.stat()).size > 0;
    yield* readable(decompressed(counted(isFile ? fileChunks(handle) : streamChunks(handle), options)));
  } finally {
    await handle.close();
  }
}

/** @throws {SourceError} `unreadable` when it cannot be opened, or is a directory. */
export async function openLog(path: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(path, "r");
  } catch (cause) {
    throw unreadable(cause);
  }
  if (!(await handle.stat()).isDirectory()) return handle;
  await handle.close();
  throw new SourceError("unreadable", "this is a directory; name the logs in it");
}

/** Bytes to lines, as groups. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Iterable<Line>> {
  const splitter = new LineSplitter();
  for await (const chunk of chunks) yield splitter.push(chunk);
  yield splitter.end();
}

/** Errors of the system become errors of the source. */
export async function* readable(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw isSystemError(error) ? unreadable(error) : error;
  }
}

/** What to throw when a command cannot go on because a log cannot be read. */
export function readFailure(error: unknown, path: string, hint = ""): unknown {
  if (!(error instanceof SourceError)) return error;
  const name = path === stdinName ? "standard input" : printable(path);
  return new EnvironmentError(`cannot read ${name}: ${error.message}${hint}`, { cause: error });
}

function unreadable(cause: unknown): SourceError {
  return new SourceError("unreadable", systemReason(cause), { cause });
}

async function* bytesOf(stream: Context["stdin"]): AsyncGenerator<Uint8Array> {
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
