import { once } from "node:events";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { posix } from "node:path";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { isSystemError, systemReason } from "@metric-events/system";
import { formatBytes } from "@metric-events/text";
import { Parser, type ReadEntry } from "tar";
import { CheckError } from "../check-error.js";
import { Allowance, limits, tooLarge } from "./limits.js";

export interface ArchivedFile {
  /** Without the folder that packages are in. */
  readonly path: string;
  readonly text: string;
}

/**
 * The JSON files of an archive, plain or compressed with gzip.
 *
 * @throws {CheckError} when it cannot be read, is not an archive, has a path twice, or unpacks to too much.
 */
export async function readArchivedFiles(path: string): Promise<ArchivedFile[]> {
  try {
    return await readFiles(path);
  } catch (error) {
    if (error instanceof CheckError) throw error;
    if (isSystemError(error) && error.syscall !== undefined)
      throw new CheckError("unreadable-file", `cannot read ${path}: ${systemReason(error)}`, { cause: error });
    const reason = error instanceof Error ? error.message : String(error);
    throw new CheckError("unreadable-file", `${path} is not an archive of a package: ${reason}`, { cause: error });
  }
}

async function readFiles(path: string): Promise<ArchivedFile[]> {
  const gatherer = new Gatherer(path);
  const parser = new Parser({
    strict: true,
    filter: (entry) => entry.endsWith(".json"),
    onReadEntry: (entry) => gatherer.take(entry),
  });
  const failed = new Promise<never>((_, reject) => {
    parser.on("error", reject);
  });
  failed.catch(() => {});
  const ended = once(parser, "end");
  ended.catch(() => {});
  let bytes = 0;
  for await (const chunk of await unpacked(path)) {
    // The parser would unpack what is compressed twice, without a limit.
    if (bytes === 0 && isGzip(chunk)) throw new Error("it is compressed twice");
    bytes += chunk.length;
    if (bytes > limits.unpackedBytes)
      throw tooLarge(path, `more than ${formatBytes(limits.unpackedBytes)} when it is unpacked`);
    if (!parser.write(chunk)) await Promise.race([once(parser, "drain"), failed]);
    gatherer.assertFine();
  }
  parser.end();
  await Promise.race([ended, failed]);
  return gatherer.files();
}

class Gatherer {
  readonly #allowance: Allowance;
  readonly #paths = new Set<string>();
  readonly #pending: Promise<ArchivedFile>[] = [];
  readonly #archive: string;
  /** What a callback of the parser, which ignores exceptions, has to say. */
  #error: CheckError | undefined;

  constructor(archive: string) {
    this.#archive = archive;
    this.#allowance = new Allowance(archive);
  }

  take(entry: ReadEntry): void {
    const isFile = entry.type === "File" || entry.type === "OldFile" || entry.type === "ContiguousFile";
    const path = posix.normalize(entry.path).split("/").slice(1).join("/");
    if (!isFile || this.#error !== undefined) {
      entry.resume();
      return;
    }
    try {
      this.#allowance.take(path, entry.size);
      if (this.#paths.has(path))
        throw new CheckError(
          "unreadable-file",
          `${this.#archive} has ${path} twice; programs disagree on which counts`,
        );
      this.#paths.add(path);
      this.#pending.push(entry.concat().then((content) => ({ path, text: content.toString() })));
    } catch (error) {
      if (!(error instanceof CheckError)) throw error;
      this.#error = error;
      entry.resume();
    }
  }

  assertFine(): void {
    if (this.#error !== undefined) throw this.#error;
  }

  async files(): Promise<ArchivedFile[]> {
    this.assertFine();
    return Promise.all(this.#pending);
  }
}

async function unpacked(path: string): Promise<AsyncIterable<Buffer>> {
  const file = await open(path);
  const head = Buffer.alloc(2);
  try {
    await file.read(head, 0, 2, 0);
  } finally {
    await file.close();
  }
  const source: Readable = createReadStream(path);
  if (!isGzip(head)) return source;
  const gunzip = createGunzip();
  source.on("error", (error) => gunzip.destroy(error));
  return source.pipe(gunzip);
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
