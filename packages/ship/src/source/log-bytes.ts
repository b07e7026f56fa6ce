import type { FileHandle } from "node:fs/promises";
import { compressionOf, LogError, logChunks } from "@metric-events/reader";

const blockBytes = 256 * 1024;
const headBytes = 6;
/** The last bytes that were read are compared at each look: they tell a file that grew from one that was emptied and refilled. */
const checkedBytes = 64;
const newline = 0x0a;
/** More of a first line makes no difference. */
const maxFirstLine = 64 * 1024;

/** The uncompressed bytes of an open file, read as it grows. */
export class LogBytes {
  readonly handle: FileHandle;
  readonly isCompressed: boolean;
  /** Where the next bytes begin. */
  #offset: number;
  /** The last bytes before the offset. */
  #before: Uint8Array;
  readonly #buffer = Buffer.allocUnsafe(checkedBytes + blockBytes);
  /** Of a compressed file, which does not grow: set once it is read. */
  #isAtEnd = false;

  private constructor(handle: FileHandle, isCompressed: boolean, offset: number, before: Uint8Array) {
    this.handle = handle;
    this.isCompressed = isCompressed;
    this.#offset = offset;
    this.#before = before;
  }

  /** Begins at an offset that the file has. */
  static async open(handle: FileHandle, offset: number): Promise<LogBytes> {
    const isCompressed = await isPacked(handle);
    const before = isCompressed ? new Uint8Array(0) : await readAt(handle, Math.max(0, offset - checkedBytes), offset);
    return new LogBytes(handle, isCompressed, offset, before);
  }

  /**
   * What was appended since the last call; a chunk is valid until the next one is asked for. Ends with `"emptied"` when the file has other
   * bytes than those that were read: it was emptied, and perhaps refilled.
   *
   * @throws {LogError} for a compressed file that is damaged, after all that can be read.
   */
  async *read(): AsyncGenerator<Uint8Array, "all" | "emptied"> {
    if (this.isCompressed) {
      yield* this.#readCompressed();
      return "all";
    }
    for (;;) {
      const { length } = this.#before;
      const { bytesRead } = await this.handle.read(this.#buffer, 0, length + blockBytes, this.#offset - length);
      if (bytesRead < length || !this.#buffer.subarray(0, length).equals(this.#before)) return "emptied";
      if (bytesRead === length) return "all";
      this.#offset += bytesRead - length;
      this.#before = new Uint8Array(this.#buffer.subarray(Math.max(0, bytesRead - checkedBytes), bytesRead));
      yield this.#buffer.subarray(length, bytesRead);
    }
  }

  async *#readCompressed(): AsyncGenerator<Uint8Array> {
    if (this.#isAtEnd) return;
    // A damaged one is not read again, either.
    this.#isAtEnd = true;
    yield* bytesFrom(this.handle, this.#offset);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

async function isPacked(handle: FileHandle): Promise<boolean> {
  return compressionOf(await readAt(handle, 0, headBytes)) !== undefined;
}

/** The bytes between two places, as far as the file has them. */
async function readAt(handle: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(end - start);
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
  return new Uint8Array(buffer.subarray(0, bytesRead));
}

/** The uncompressed bytes from an offset on. Leaves the file open. */
async function* bytesFrom(handle: FileHandle, offset: number): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const chunk of logChunks({ name: "log", path: undefined, stream: storedBytes(handle) })) {
    const from = Math.max(0, offset - position);
    position += chunk.length;
    if (from < chunk.length) yield chunk.subarray(from);
  }
}

/** The bytes as they are on the disk. */
async function* storedBytes(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const block = await readAt(handle, position, position + blockBytes);
    if (block.length === 0) return;
    yield block;
    position += block.length;
  }
}

/**
 * The uncompressed bytes that end at an offset, as many as asked for; `undefined` where the file is shorter, or cannot be read as far as
 * that.
 */
export async function bytesBefore(handle: FileHandle, offset: number, count: number): Promise<Uint8Array | undefined> {
  const start = Math.max(0, offset - count);
  let bytes: Uint8Array;
  if (await isPacked(handle)) {
    const parts: Uint8Array[] = [];
    let left = offset - start;
    await reading(async () => {
      for await (const chunk of bytesFrom(handle, start)) {
        const part = new Uint8Array(chunk.subarray(0, left));
        parts.push(part);
        left -= part.length;
        if (left === 0) break;
      }
    });
    bytes = Buffer.concat(parts);
  } else bytes = await readAt(handle, start, offset);
  return bytes.length === offset - start ? bytes : undefined;
}

/**
 * The first line of a file, without what is longer than 64 KiB; `undefined` while it has no newline.
 *
 * @param isComplete whether a line without a newline counts, since nobody writes to the file any more.
 */
export async function firstLineOf(handle: FileHandle, isComplete: boolean): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  let isFound = false;
  const take = (chunk: Uint8Array): boolean => {
    const end = chunk.indexOf(newline);
    isFound = end !== -1;
    const part = new Uint8Array(chunk.subarray(0, isFound ? end + 1 : chunk.length));
    parts.push(part);
    length += part.length;
    return isFound || length >= maxFirstLine;
  };
  await reading(async () => {
    if (await isPacked(handle)) {
      for await (const chunk of bytesFrom(handle, 0)) if (take(chunk)) break;
    } else take(await readAt(handle, 0, maxFirstLine));
  });
  if (length === 0 || !(isFound || isComplete || length >= maxFirstLine)) return undefined;
  return Buffer.concat(parts).subarray(0, maxFirstLine);
}

/** Damaged data ends early, as it does for who reads the lines. */
async function reading(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
  }
}
