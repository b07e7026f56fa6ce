import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { isSystemError, makeFolder, systemReason } from "@metric-events/system";
import { printable } from "@metric-events/text";
import { LakeError } from "./lake-error.js";
import { lockLake } from "./lake-lock.js";
import { isLake, ledgerName, ownFolder, readLakeManifest, readLedger, writeManifest } from "./manifest/lake-files.js";
import type { Ledger } from "./manifest/ledger.js";
import { emptyManifest, type LakeManifest } from "./manifest/manifest.js";
import { removeLeftovers } from "./parts/remove-leftovers.js";
import { syncFiles } from "./sync-files.js";

/** The one process that changes a lake. It is to be closed. */
export class LakeWriter {
  /** Absolute path. */
  readonly folder: string;
  readonly #shown: string;
  readonly #release: () => Promise<void>;
  #manifest: LakeManifest;
  #ledger: Ledger;

  private constructor(folder: string, shown: string, release: () => Promise<void>) {
    this.folder = folder;
    this.#shown = shown;
    this.#release = release;
    this.#manifest = readLakeManifest(folder, shown);
    this.#ledger = readLedger(folder, this.#manifest, shown);
  }

  /**
   * Locks a lake, and removes what killed writers left in it.
   *
   * @param makesNew whether a folder that is empty, or does not exist, becomes a lake.
   * @throws {LakeError}
   */
  static async open(path: string, { cwd, makesNew }: { cwd: string; makesNew: boolean }): Promise<LakeWriter> {
    const folder = resolve(cwd, path);
    if (makesNew) writing(path, () => makeLakeFolder(folder, path));
    else readLakeManifest(folder, path);
    const release = await lockLake(folder, path);
    try {
      if (!isLake(folder)) writing(path, () => writeManifest(folder, emptyManifest, undefined));
      const writer = new LakeWriter(folder, path, release);
      writing(path, () => removeLeftovers(folder, writer.#manifest));
      return writer;
    } catch (error) {
      await release();
      throw error;
    }
  }

  get manifest(): LakeManifest {
    return this.#manifest;
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  get nextGeneration(): number {
    return this.#manifest.generation + 1;
  }

  /** Makes a change count. Files that are listed for the first time are brought to the disk before. */
  async commit(change: Omit<LakeManifest, "generation" | "ledger">, ledger: Ledger): Promise<void> {
    const known = new Set(pathsOf(this.#manifest));
    const added = pathsOf(change).filter((path) => !known.has(path));
    const generation = this.nextGeneration;
    const manifest: LakeManifest = { ...change, generation, ledger: ledgerName(generation) };
    await syncFiles(
      added.map((path) => join(this.folder, path)),
      this.folder,
    );
    this.#refuseOthers();
    writing(this.#shown, () => writeManifest(this.folder, manifest, ledger));
    await syncFiles([], join(this.folder, ownFolder));
    [this.#manifest, this.#ledger] = [manifest, ledger];
    writing(this.#shown, () => removeLeftovers(this.folder, manifest));
  }

  async close(): Promise<void> {
    await this.#release();
  }

  /** Some network file systems have no locks. */
  #refuseOthers(): void {
    const { generation } = readLakeManifest(this.folder, this.#shown);
    if (generation === this.#manifest.generation) return;
    throw new LakeError("busy", `another process wrote to ${printable(this.#shown)} meanwhile; try again`);
  }
}

function pathsOf({
  parts,
  badLines,
  unknown = [],
}: Pick<LakeManifest, "parts" | "badLines" | "unknown">): readonly string[] {
  return [...parts, ...badLines, ...unknown].map(({ path }) => path);
}

function makeLakeFolder(folder: string, shown: string): void {
  makeFolder(folder);
  const others = isLake(folder) ? [] : readdirSync(folder).filter((entry) => entry !== ownFolder);
  if (others.length > 0) {
    throw new LakeError(
      "not-a-lake",
      `${printable(shown)} holds ${printable(others[0] ?? "")} and is not a lake; name a new or empty folder, or a lake`,
    );
  }
  makeFolder(join(folder, ownFolder));
}

function writing<Result>(shown: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const isFile = cause.code === "EEXIST" || cause.code === "ENOTDIR";
    const reason = isFile ? "it is a file; name a folder" : systemReason(cause);
    throw new LakeError("unwritable", `cannot write to ${printable(shown)}: ${reason}`, { cause });
  }
}
