import {
  type BigIntStats,
  closeSync,
  constants,
  fchownSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { promisify } from "node:util";

/** How a file is opened. Writing always appends (`O_APPEND`, open(2)), so that many processes can write one file. */
export type OpenAccess = "read-append" | "append" | "create-append" | "create-new" | "folder";

export interface OpenOptions {
  /** Permissions of a new file. */
  readonly mode?: number;
  /** Whether a symbolic link at the path is an error (`O_NOFOLLOW`). Links in the folder are followed. */
  readonly isLinkRefused?: boolean;
}

/**
 * The operations on files and time that the logger needs. Tests inject faults here.
 *
 * Each is one system call, throws the error of `node:fs`, and retries nothing.
 */
export interface FileSystem {
  open(path: string, access: OpenAccess, options?: OpenOptions): number;
  close(fd: number): void;
  fstat(fd: number): BigIntStats;
  /** The file that the path names now, through symbolic links; `undefined` when there is none. */
  stat(path: string): BigIntStats | undefined;
  /** Where the path leads to if it is a symbolic link; otherwise `undefined`. */
  linkTarget(path: string): string | undefined;
  /** The path without symbolic links. */
  realPath(path: string): string;
  /** Reads a small file. */
  readText(path: string): string;
  /** Reads the one byte at a position; `undefined` when the file ends before it. */
  readByte(fd: number, position: number): number | undefined;
  /** Appends the bytes from `start` to `end` with one write(2). Returns how many were written, perhaps fewer. */
  write(fd: number, bytes: Uint8Array, start: number, end: number): number;
  fsync(fd: number): void;
  fdatasync(fd: number): void;
  /** Like {@link fdatasync}, without blocking this thread. */
  fdatasyncSoon(fd: number): Promise<void>;
  chown(fd: number, uid: number, gid: number): void;
  /** Replaces the file that `to` names (rename(2)). */
  rename(from: string, to: string): void;
  unlink(path: string): void;
  /** The names in a folder, in any order. */
  list(folder: string): string[];
  /** Blocks this thread. */
  sleep(durationMs: number): void;
  /** Milliseconds that never decrease. */
  monotonicMs(): number;
  /** Unix time in milliseconds, to compare with the times of files. */
  wallClockMs(): number;
}

// O_NONBLOCK: opening a FIFO must not wait for its reader. O_NOCTTY: a log on a terminal must not adopt that terminal.
const append = constants.O_APPEND | constants.O_NONBLOCK | constants.O_NOCTTY;

const openFlags: Record<OpenAccess, number> = {
  "read-append": constants.O_RDWR | append,
  append: constants.O_WRONLY | append,
  "create-append": constants.O_RDWR | constants.O_CREAT | append,
  "create-new": constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | append,
  folder: constants.O_RDONLY | constants.O_DIRECTORY,
};

const neverNotified = new Int32Array(new SharedArrayBuffer(4));

/** The file system and the clocks of the machine. */
export const nodeFileSystem: FileSystem = {
  open: (path, access, { mode, isLinkRefused = false } = {}) =>
    openSync(path, openFlags[access] | (isLinkRefused ? constants.O_NOFOLLOW : 0), mode),
  close: (fd) => closeSync(fd),
  // bigint: above 2^53, which network and overlay file systems use, two inodes can be the same double.
  fstat: (fd) => fstatSync(fd, { bigint: true }),
  stat: (path) => statSync(path, { bigint: true, throwIfNoEntry: false }),
  linkTarget: (path) =>
    lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true ? readlinkSync(path) : undefined,
  realPath: (path) => realpathSync.native(path),
  readText: (path) => readFileSync(path, "utf8"),
  readByte: (fd, position) => {
    const byte = new Uint8Array(1);
    return readSync(fd, byte, 0, 1, position) === 1 ? byte[0] : undefined;
  },
  write: (fd, bytes, start, end) => writeSync(fd, bytes, start, end - start),
  fsync: (fd) => fsyncSync(fd),
  fdatasync: (fd) => fdatasyncSync(fd),
  fdatasyncSoon: promisify(fdatasync),
  chown: (fd, uid, gid) => fchownSync(fd, uid, gid),
  rename: (from, to) => renameSync(from, to),
  unlink: (path) => unlinkSync(path),
  list: (folder) => readdirSync(folder),
  sleep: (durationMs) => {
    Atomics.wait(neverNotified, 0, 0, durationMs);
  },
  monotonicMs: () => performance.now(),
  wallClockMs: () => Date.now(),
};
