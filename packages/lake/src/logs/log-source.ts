import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import {
  compressionOf,
  LogError,
  type LogFile,
  type LogOrigin,
  type LogSection,
  logChunks,
  originOfLog,
} from "@metric-events/reader";
import { isSystemError, systemReason } from "@metric-events/system";
import { LakeError } from "../lake-error.js";

const blockBytes = 1024 * 1024;
const edgeBytes = 64 * 1024;

/** An open log, which can be read several times: what has its name may be another file by then. */
export class LogSource {
  readonly name: string;
  readonly origin: LogOrigin;
  readonly #handle: FileHandle;
  /** Bytes on the disk when it was opened; what comes later is for the next time. */
  readonly #size: number;

  private constructor(log: LogFile, handle: FileHandle, size: number) {
    this.name = log.name;
    this.origin = originOfLog(log);
    this.#handle = handle;
    this.#size = size;
  }

  /**
   * @throws {LogError} `unreadable`.
   * @throws {LakeError} `not-a-file` for a stream.
   */
  static async open(log: LogFile): Promise<LogSource> {
    if (log.path === undefined) throw notAFile(log.name);
    let handle: FileHandle;
    try {
      handle = log.handle ?? (await open(log.path, "r"));
    } catch (cause) {
      throw isSystemError(cause) ? new LogError("unreadable", systemReason(cause), { cause }) : cause;
    }
    const stats = await handle.stat();
    if (stats.isFile()) return new LogSource(log, handle, stats.size);
    await handle.close();
    if (stats.isDirectory()) throw new LogError("unreadable", "this is a directory; name the logs in it");
    throw notAFile(log.name);
  }

  /** The host that its name says; empty where it says none. */
  get host(): string {
    return this.origin.host ?? "";
  }

  /** The log, or a part of it, to read once. */
  log(section?: LogSection): LogFile {
    const { name, origin } = this;
    return { name, path: undefined, origin, stream: this.#bytes(), ...(section === undefined ? {} : { section }) };
  }

  /** The uncompressed bytes of all of it. */
  chunks(): AsyncIterable<Uint8Array> {
    return logChunks(this.log());
  }

  /** A fingerprint of a compressed file: its length, its beginning, and its end, where compressors put a checksum. */
  async packedFingerprint(): Promise<string | undefined> {
    const head = await this.#read(0, edgeBytes);
    if (compressionOf(head) === undefined) return undefined;
    const end = await this.#read(Math.max(0, this.#size - edgeBytes), edgeBytes);
    return createHash("sha256").update(`${this.#size}\n`).update(head).update(end).digest("hex");
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async *#bytes(): AsyncGenerator<Uint8Array> {
    for (let position = 0; position < this.#size; ) {
      const block = await this.#read(position, blockBytes);
      if (block.length === 0) {
        throw new LogError(
          "shrunk",
          `became shorter while it was read: from ${this.#size} bytes to ${position} or less`,
        );
      }
      yield block;
      position += block.length;
    }
  }

  async #read(position: number, length: number): Promise<Uint8Array> {
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.#size - position)));
    const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, position);
    return buffer.subarray(0, bytesRead);
  }
}

function notAFile(name: string): LakeError {
  return new LakeError(
    "not-a-file",
    `${name} is a stream; a lake takes files only, since it recognizes what it has by reading it again`,
  );
}
