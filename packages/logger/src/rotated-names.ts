import { basename, dirname, join } from "node:path";
import type { FileSystem } from "./file-system.js";

/** A log that was rotated away by a logger. */
export interface RotatedLog {
  readonly path: string;
  /** When, as {@link rotatedName} writes it. */
  readonly stamp: string;
  readonly isCompressed: boolean;
}

const suffix = /^-(\d{8}-\d{6}\.\d{3})(\.gz)?$/;

/** What the name of a rotated log ends in, such as `20260131-235959.125`: the time of its rotation in UTC. */
export function rotatedName(timeMs: number): string {
  const [, day, time] = /^(.+)T(.+)Z$/.exec(new Date(timeMs).toISOString()) ?? [];
  return `${day?.replaceAll("-", "")}-${time?.replaceAll(":", "")}`;
}

/** The rotated logs of a path, the oldest first. */
export function rotatedNames(fs: FileSystem, path: string): RotatedLog[] {
  const folder = dirname(path);
  const name = basename(path);
  return fs
    .list(folder)
    .filter((entry) => entry.startsWith(name))
    .flatMap((entry) => {
      const [, stamp, compressed] = suffix.exec(entry.slice(name.length)) ?? [];
      return stamp === undefined ? [] : [{ path: join(folder, entry), stamp, isCompressed: compressed !== undefined }];
    })
    .toSorted((left, right) => (left.path < right.path ? -1 : 1));
}
