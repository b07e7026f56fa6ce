import { dirname } from "node:path";
import { errorName } from "@metric-events/system";
import { checkDescriptors } from "./check-descriptors.js";
import { checkKind, checkTrusted, linkNotTrusted, type Owner } from "./check-log-file.js";
import type { FileSystem, OpenOptions } from "./file-system.js";

/** A file that is open for appending. */
export interface OpenLog {
  readonly fd: number;
  /**
   * A second descriptor of the file for syncs in the background, only with durability `disk`. Linux reports an error of the
   * device once to each open file description (errseq_t; fsync(2)). With a single one, a sync in the background would take
   * the report away from another sync that runs at the same time.
   */
  readonly backgroundFd: number | undefined;
  readonly dev: bigint;
  readonly ino: bigint;
  /** False for a character device such as `/dev/null` or a terminal. */
  readonly isRegular: boolean;
  /** False when the permissions only allow writing. */
  readonly canRead: boolean;
  /** Size in bytes when it was opened. */
  readonly size: number;
  /** Owner when it was opened. */
  readonly uid: number;
  readonly gid: number;
}

export interface OpenLogOptions {
  /** Permissions of a new log. */
  readonly mode: number;
  /** Whether to open the log a second time, for syncs in the background. */
  readonly isSynced: boolean;
  /** Who the log will be given to: links and files of others are refused then. */
  readonly owner: Owner | undefined;
}

/**
 * How long logrotate gets to create a missing file, in milliseconds since the folder last changed.
 *
 * With `create`, logrotate renames the log and then creates the next one with `O_EXCL`. When a writer creates the file in
 * between, logrotate moves it away as a "backup", with the events in it. logrotate needs far less than a millisecond,
 * unless it is preempted.
 */
const createGraceMs = 50;

/** How often a log is opened at most, while it is replaced before it can be opened a second time. */
const maxOpenCount = 3;

/** The longest pause between two looks for a file that logrotate is about to create, in milliseconds. */
const maxLookPauseMs = 8;

/**
 * Opens the log for appending, or creates it. Never waits for the reader of a FIFO.
 *
 * @throws {UnfitLogError} when the path cannot be the log. Nothing is changed then.
 * @throws the error of open(2).
 */
export function openLog(fs: FileSystem, path: string, options: OpenLogOptions): OpenLog {
  for (let count = 1; ; count++) {
    const log = openOnce(fs, path, options);
    if (!options.isSynced || !log.isRegular) return log;
    try {
      return { ...log, backgroundFd: openAgain(fs, path, log, options) };
    } catch (error) {
      fs.close(log.fd);
      if (count === maxOpenCount) throw error;
    }
  }
}

function openAgain(fs: FileSystem, path: string, { ino, dev }: OpenLog, { owner }: OpenLogOptions): number {
  const fd = fs.open(path, "append", { isLinkRefused: owner !== undefined });
  const stats = fs.fstat(fd);
  if (stats.ino === ino && stats.dev === dev) return fd;
  fs.close(fd);
  throw new Error("the log is replaced again and again");
}

function openOnce(fs: FileSystem, path: string, options: OpenLogOptions): OpenLog {
  const { fd, canRead } = openFile(fs, path, options);
  try {
    const stats = fs.fstat(fd);
    checkKind(stats);
    const isRegular = stats.isFile();
    if (isRegular && options.owner !== undefined) checkTrusted(stats, options.owner);
    if (isRegular) checkDescriptors(fs, path, stats);
    const size = isRegular ? Number(stats.size) : 0;
    return {
      fd,
      backgroundFd: undefined,
      dev: stats.dev,
      ino: stats.ino,
      isRegular,
      canRead,
      size,
      uid: Number(stats.uid),
      gid: Number(stats.gid),
    };
  } catch (error) {
    fs.close(fd);
    throw error;
  }
}

interface OpenedFile {
  readonly fd: number;
  readonly canRead: boolean;
}

function openFile(fs: FileSystem, path: string, { mode, owner }: OpenLogOptions): OpenedFile {
  const isLinkRefused = owner !== undefined;
  try {
    return openExisting(fs, path, isLinkRefused) ?? openMissing(fs, path, { mode, isLinkRefused });
  } catch (error) {
    const name = errorName(error);
    if (name === "ELOOP" && isLinkRefused && fs.linkTarget(path) !== undefined) throw linkNotTrusted();
    // EISDIR: a directory. ENXIO: a socket, or a FIFO without a reader.
    const stats = name === "EISDIR" || name === "ENXIO" ? fs.stat(path) : undefined;
    if (stats !== undefined) checkKind(stats);
    throw error;
  }
}

/** Never creates the file. `undefined` when there is none. */
function openExisting(fs: FileSystem, path: string, isLinkRefused: boolean): OpenedFile | undefined {
  try {
    return { fd: fs.open(path, "read-append", { isLinkRefused }), canRead: true };
  } catch (error) {
    if (errorName(error) === "ENOENT") return undefined;
    if (!isDenied(error)) throw error;
  }
  try {
    return { fd: fs.open(path, "append", { isLinkRefused }), canRead: false };
  } catch (error) {
    if (errorName(error) === "ENOENT") return undefined;
    throw error;
  }
}

function openMissing(fs: FileSystem, path: string, options: Required<OpenOptions>): OpenedFile {
  let leftMs = createGraceLeftMs(fs, dirname(path));
  for (let pauseMs = 1; leftMs > 0; pauseMs = Math.min(pauseMs * 2, maxLookPauseMs)) {
    fs.sleep(Math.min(pauseMs, leftMs));
    leftMs -= pauseMs;
    const existing = openExisting(fs, path, options.isLinkRefused);
    if (existing !== undefined) return existing;
  }
  try {
    return { fd: fs.open(path, "create-append", options), canRead: true };
  } catch (error) {
    // Another process may have just created it, with permissions that only allow writing.
    const existing = isDenied(error) ? openExisting(fs, path, options.isLinkRefused) : undefined;
    if (existing !== undefined) return existing;
    throw error;
  }
}

/** 0 when the folder has not changed for a while: then no rename can be under way. */
function createGraceLeftMs(fs: FileSystem, folder: string): number {
  const folderAgeMs = fs.wallClockMs() - modificationTimeMs(fs, folder);
  // A time in the future (a clock that was set back, or the clock of another machine) counts as now.
  return Math.min(Math.max(createGraceMs - folderAgeMs, 0), createGraceMs);
}

function modificationTimeMs(fs: FileSystem, folder: string): number {
  try {
    return Number(fs.stat(folder)?.mtimeMs ?? 0n);
  } catch {
    return 0;
  }
}

function isDenied(error: unknown): boolean {
  const name = errorName(error);
  return name === "EACCES" || name === "EPERM";
}
