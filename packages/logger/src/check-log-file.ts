import type { BigIntStats } from "node:fs";
import { UnfitLogError } from "./unfit-log-error.js";

/** A user and a group, by number. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Throws for anything but a regular file or a character device such as `/dev/null` or a terminal. */
export function checkKind(stats: BigIntStats): void {
  const kind = unfitKind(stats);
  if (kind !== undefined) throw new UnfitLogError("not-a-file", `it is ${kind}`);
}

/**
 * Throws unless a file may be given to an owner. Whoever may change the folder of the log could otherwise put a link to any
 * file there, which a process of root would then write to and give away.
 */
export function checkTrusted({ nlink, uid }: BigIntStats, owner: Owner): void {
  if (nlink > 1n) throw new UnfitLogError("not-trusted", `it has ${nlink} hard links`);
  const self = process.geteuid?.();
  if (Number(uid) === self || Number(uid) === owner.uid) return;
  throw new UnfitLogError(
    "not-trusted",
    `it belongs to user ${uid}, not to the owner ${owner.uid} or to this process (user ${self})`,
  );
}

/** The symbolic link at the path was not followed. */
export function linkNotTrusted(): UnfitLogError {
  return new UnfitLogError("not-trusted", "it is a symbolic link");
}

function unfitKind(stats: BigIntStats): string | undefined {
  if (stats.isFile() || stats.isCharacterDevice()) return undefined;
  if (stats.isDirectory()) return "a directory";
  if (stats.isFIFO()) return "a FIFO (named pipe)";
  if (stats.isSocket()) return "a socket";
  if (stats.isBlockDevice()) return "a block device";
  return "of an unknown kind";
}
