import type { BigIntStats } from "node:fs";
import { constants, type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isSystemError, systemReason } from "@metric-events/system";
import { LogError } from "../log-error.js";
import { compressionOf, headBytes } from "../read/compression.js";
import { isRotatedName } from "../read/rotated-name.js";

export interface OpenedFile {
  readonly handle: FileHandle;
  readonly id: string;
}

interface Look {
  /** The file at the path. */
  readonly currentId: string | undefined;
  /** New files, the oldest first. */
  readonly opened: readonly OpenedFile[];
  /** Why the path has no log; `undefined` when it has one. */
  readonly missing: string | undefined;
  /** Whether nothing is at the path. */
  readonly isGone: boolean;
}

/** The folder is listed until nothing new turns up: files are renamed meanwhile. */
const maxPasses = 10;

/** Finds the files that were at the path of a log, one after the other, whatever their names are now. */
export class FileFinder {
  readonly #path: string;
  #currentId: string | undefined;
  /** Files that were opened, or that are ignored. */
  readonly #known = new Set<string>();
  #isFirstLook = true;

  constructor(path: string) {
    this.#path = path;
  }

  /** Opens the file at the path, if it is a new one, and those that were there in between. */
  async look(): Promise<Look> {
    const stats = await statIfExists(this.#path);
    if (stats !== undefined && idOf(stats) === this.#currentId) {
      return { currentId: this.#currentId, opened: [], missing: undefined, isGone: false };
    }
    // The log first: if it is renamed right now, it is known already when it turns up under its next name.
    const current = await this.#openCurrent();
    if (this.#isFirstLook) await this.ignoreRotated();
    const between = this.#isFirstLook ? [] : await this.#openRotated();
    this.#isFirstLook = false;
    if ("missing" in current) return { currentId: undefined, opened: between, ...current };
    this.#currentId = current.id;
    const opened = current.isNew ? [...between, current] : between;
    return { currentId: current.id, opened, missing: undefined, isGone: false };
  }

  /** Does not follow logs that were rotated away before. */
  async ignoreRotated(): Promise<void> {
    for (const path of await this.#rotatedPaths()) {
      const stats = await statIfExists(path);
      if (stats !== undefined) this.#known.add(idOf(stats));
    }
  }

  async #openCurrent(): Promise<(OpenedFile & { isNew: boolean }) | { missing: string; isGone: boolean }> {
    let handle: FileHandle;
    try {
      // Not waiting for the writer of a FIFO, which could not be interrupted.
      handle = await open(this.#path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (!isSystemError(error) || !["ENOENT", "ENOTDIR", "EACCES", "EPERM"].includes(error.code)) throw error;
      return { missing: systemReason(error), isGone: error.code === "ENOENT" };
    }
    const stats = await handle.stat({ bigint: true });
    const reason = await unfollowable(handle, stats);
    if (reason !== undefined) {
      await handle.close();
      throw new LogError("unreadable", reason);
    }
    const id = idOf(stats);
    const isNew = !this.#known.has(id);
    if (isNew) this.#known.add(id);
    else await handle.close();
    return { handle, id, isNew };
  }

  async #openRotated(): Promise<OpenedFile[]> {
    const found: (OpenedFile & { birth: bigint })[] = [];
    for (let pass = 0, isNew = true; isNew && pass < maxPasses; pass++) {
      isNew = false;
      for (const path of await this.#rotatedPaths()) {
        const opened = await this.#openIfUnknown(path);
        if (opened === undefined) continue;
        found.push(opened);
        isNew = true;
      }
    }
    return found.toSorted((left, right) => Number(left.birth - right.birth));
  }

  async #openIfUnknown(path: string): Promise<(OpenedFile & { birth: bigint }) | undefined> {
    const before = await statIfExists(path);
    if (before === undefined || !before.isFile() || this.#known.has(idOf(before))) return undefined;
    // The name may lead to another file by now.
    const handle = await open(path, "r").catch(() => undefined);
    if (handle === undefined) return undefined;
    const stats = await handle.stat({ bigint: true });
    const id = idOf(stats);
    if (!this.#known.has(id)) {
      this.#known.add(id);
      return { handle, id, birth: stats.birthtimeNs };
    }
    await handle.close();
    return undefined;
  }

  async #rotatedPaths(): Promise<string[]> {
    const folder = dirname(this.#path);
    const name = basename(this.#path);
    const entries = await readdir(folder).catch(() => []);
    const rotated = entries.filter((entry) => isRotatedName(entry, name));
    return rotated.map((entry) => join(folder, entry));
  }
}

/** Why a file cannot be followed. */
async function unfollowable(handle: FileHandle, stats: BigIntStats): Promise<string | undefined> {
  if (stats.isDirectory()) return "this is a directory; name a log in it";
  if (!stats.isFile()) return "this is not a regular file";
  const head = Buffer.alloc(headBytes);
  await handle.read(head, 0, headBytes, 0);
  const compression = compressionOf(head);
  return compression === undefined ? undefined : `compressed with ${compression.name}; only plain logs can be followed`;
}

/** The number of an inode is reused after a deletion; with the time of birth, it is unique. */
function idOf({ dev, ino, birthtimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${birthtimeNs}`;
}

async function statIfExists(path: string): Promise<BigIntStats | undefined> {
  return stat(path, { bigint: true }).catch(() => undefined);
}
