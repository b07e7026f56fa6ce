import { basename, dirname, join } from "node:path";
import type { FileSystem } from "./file-system.js";

/** A log that a logger has rotated. */
interface RotatedLog {
  readonly path: string;
  /** The time of the rotation, as Unix time in milliseconds. */
  readonly timeMs: number;
  readonly isCompressed: boolean;
}

const suffix = /^-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d\.\d{3})(\.gz)?$/;

/** The end of the name of a rotated log: the time of the rotation in UTC, such as `20260131-235959.125`. */
export function rotatedName(timeMs: number): string {
  const [, day, time] = /^(.+)T(.+)Z$/.exec(new Date(timeMs).toISOString()) ?? [];
  return `${day?.replaceAll("-", "")}-${time?.replaceAll(":", "")}`;
}

/** The rotated logs of a path, oldest first. */
export function rotatedNames(fs: FileSystem, path: string): RotatedLog[] {
  const folder = dirname(path);
  const name = basename(path);
  return fs
    .list(folder)
    .filter((entry) => entry.startsWith(name))
    .flatMap((entry) => {
      const [, year, month, day, hour, minute, second, compressed] = suffix.exec(entry.slice(name.length)) ?? [];
      const timeMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      // Other names belong to others.
      return Number.isNaN(timeMs)
        ? []
        : [{ path: join(folder, entry), timeMs, isCompressed: compressed !== undefined }];
    })
    .toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

/** The unfinished compressed files of a rotated log, including those of processes that died. */
export function partPaths(fs: FileSystem, path: string): string[] {
  const folder = dirname(path);
  const start = `${basename(path)}.gz.`;
  const parts = fs.list(folder).filter((entry) => entry.startsWith(start) && entry.endsWith(".part"));
  return parts.map((entry) => join(folder, entry));
}
