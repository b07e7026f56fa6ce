import { basename, dirname, join } from "node:path";
import type { FileSystem } from "./file-system.js";

/** A log that was rotated away by a logger. */
export interface RotatedLog {
  readonly path: string;
  /** When, as Unix time in milliseconds. */
  readonly timeMs: number;
  readonly isCompressed: boolean;
}

const suffix = /^-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d\.\d{3})(\.gz)?$/;

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
      const [, year, month, day, hour, minute, second, compressed] = suffix.exec(entry.slice(name.length)) ?? [];
      const timeMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      // Otherwise it is somebody else's.
      return Number.isNaN(timeMs)
        ? []
        : [{ path: join(folder, entry), timeMs, isCompressed: compressed !== undefined }];
    })
    .toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

/** What processes have begun to compress a rotated log to, those that died among them. */
export function partPaths(fs: FileSystem, path: string): string[] {
  const folder = dirname(path);
  const start = `${basename(path)}.gz.`;
  const parts = fs.list(folder).filter((entry) => entry.startsWith(start) && entry.endsWith(".part"));
  return parts.map((entry) => join(folder, entry));
}
