import type { BigIntStats } from "node:fs";
import { dirname } from "node:path";
import { errorName } from "@metric-events/system";
import { compressRotated } from "./compress-rotated.js";
import type { FileSystem } from "./file-system.js";
import { LogRotationError } from "./log-rotation-error.js";
import { partPaths, rotatedName, rotatedNames } from "./rotated-names.js";
import { UnfitLogError } from "./unfit-log-error.js";

/** When a logger rotates its log, and what it keeps. */
export interface RotateOptions {
  /**
   * Rotate when the log has this many bytes. The size is looked at when the path is checked, so the log may exceed it by what
   * all processes write within 0.25 ms, or by one call. Default: no limit.
   */
  readonly maxBytes?: number | undefined;
  /** Rotate when the log was begun on another day, in the time zone of the process. Default: no. */
  readonly every?: "day" | undefined;
  /** How many rotated logs to keep, at least 1. Older ones are deleted. */
  readonly keep: number;
  /** Whether to compress rotated logs (gzip), except the newest. Default: no. */
  readonly compress?: boolean | undefined;
}

/** Milliseconds after which a lock counts as abandoned. A rotation takes less than one. */
const lockTimeoutMs = 10_000;

/** Milliseconds between a failed rotation and the next try. */
const retryAfterMs = 1000;

/**
 * Renames the log when it is due, so that every process that has it open begins another one. Deletes and compresses older ones.
 *
 * Only the process that created the lock file rotates. The lock merely avoids a needless rotation: the log gets a name that
 * was reserved for it, so two processes that rotate at once lose nothing either.
 */
export class Rotator {
  readonly #fs: FileSystem;
  readonly #path: string;
  readonly #mode: number;
  readonly #options: RotateOptions;
  readonly #report: (error: LogRotationError) => void;
  #failedAtMs = Number.NEGATIVE_INFINITY;
  #compression: Promise<void> | undefined;

  constructor(
    fs: FileSystem,
    path: string,
    mode: number,
    options: RotateOptions,
    report: (error: LogRotationError) => void,
  ) {
    this.#fs = fs;
    this.#path = path;
    this.#mode = mode;
    // A copy, since the caller may change the object.
    this.#options = { ...options };
    this.#report = report;
  }

  /** The promise is fulfilled when nothing is being compressed. */
  async settled(): Promise<void> {
    await this.#compression;
  }

  /**
   * Rotates the file with these stats if it is due. Returns whether the path names another file now. A failure is reported,
   * and the log stays in use.
   */
  rotate(stats: BigIntStats): boolean {
    if (!this.#isDue(stats) || this.#fs.monotonicMs() - this.#failedAtMs < retryAfterMs) return false;
    try {
      return this.#rotateLocked(stats);
    } catch (cause) {
      this.#failedAtMs = this.#fs.monotonicMs();
      this.#report(new LogRotationError("rotate", this.#path, cause));
      return false;
    }
  }

  #isDue(stats: BigIntStats): boolean {
    const { maxBytes, every } = this.#options;
    if (!stats.isFile() || stats.size === 0n) return false;
    if (maxBytes !== undefined && stats.size >= maxBytes) return true;
    return every === "day" && dayOf(beginMs(stats)) !== dayOf(this.#fs.wallClockMs());
  }

  #rotateLocked(judged: BigIntStats): boolean {
    // Renaming would move the link only, and the next log would be created where the link was.
    if (this.#fs.linkTarget(this.#path) !== undefined) throw new UnfitLogError("not-a-file", "it is a symbolic link");
    const lockPath = `${this.#path}.rotating`;
    if (!this.#lock(lockPath)) return false;
    try {
      const now = this.#fs.stat(this.#path);
      if (now?.ino !== judged.ino || now.dev !== judged.dev) return true;
      this.#moveAway();
      // At once, so that other processes do not wait for logrotate to create it.
      this.#create();
      this.#deleteOldest();
    } finally {
      this.#fs.unlink(lockPath);
    }
    if (this.#options.compress === true) this.#compress();
    return true;
  }

  /** Returns whether this process may rotate. */
  #lock(lockPath: string): boolean {
    if (this.#createNew(lockPath)) return true;
    const lock = this.#fs.stat(lockPath);
    if (lock !== undefined && isRecent(lock, this.#fs.wallClockMs())) return false;
    if (lock !== undefined) this.#fs.unlink(lockPath);
    return this.#createNew(lockPath);
  }

  #create(): void {
    // Another writer may be faster.
    this.#createNew(this.#path);
  }

  #createNew(path: string): boolean {
    try {
      this.#fs.close(this.#fs.open(path, "create-new", { mode: this.#mode }));
      return true;
    } catch (error) {
      if (errorName(error) === "EEXIST") return false;
      throw error;
    }
  }

  /** Reserves a name and renames the log to it, which never replaces a log, even when two processes rotate. */
  #moveAway(): void {
    const newest = rotatedNames(this.#fs, this.#path).at(-1);
    // Later than all others even if the clock was set back, so that this log is not compressed or deleted now.
    let timeMs = Math.max(this.#fs.wallClockMs(), newest === undefined ? 0 : newest.timeMs + 1);
    const name = (): string => `${this.#path}-${rotatedName(timeMs)}`;
    while (this.#fs.stat(`${name()}.gz`) !== undefined || !this.#createNew(name())) timeMs++;
    try {
      this.#fs.rename(this.#path, name());
    } catch (error) {
      this.#fs.unlink(name());
      throw error;
    }
  }

  #deleteOldest(): void {
    for (const { path } of rotatedNames(this.#fs, this.#path).slice(0, -this.#options.keep)) {
      for (const left of [path, ...partPaths(this.#fs, path)]) this.#delete(left);
    }
  }

  #delete(path: string): void {
    try {
      this.#fs.unlink(path);
    } catch (error) {
      // Another process has just deleted or compressed it.
      if (errorName(error) !== "ENOENT") throw error;
    }
  }

  #compress(): void {
    // A process that has not noticed the rotation may still write to the newest; all have noticed by the next rotation.
    const paths = rotatedNames(this.#fs, this.#path)
      .slice(0, -1)
      .filter(({ isCompressed }) => !isCompressed)
      .map(({ path }) => path);
    if (paths.length === 0 || this.#compression !== undefined) return;
    this.#compression = compressRotated(paths)
      .catch((cause: unknown) => this.#report(new LogRotationError("compress", dirname(this.#path), cause)))
      .finally(() => {
        this.#compression = undefined;
      });
  }
}

/** A time far in the future is not recent either: the clock was set back. */
function isRecent({ mtimeMs }: BigIntStats, nowMs: number): boolean {
  return Math.abs(nowMs - Number(mtimeMs)) < lockTimeoutMs;
}

/** When the file was created, or last modified where the file system does not know. */
function beginMs({ birthtimeMs, mtimeMs }: BigIntStats): number {
  return Number(birthtimeMs > 0n && birthtimeMs < mtimeMs ? birthtimeMs : mtimeMs);
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toDateString();
}
