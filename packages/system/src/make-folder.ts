import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { statPath } from "./stat-descriptor.js";
import { isSystemError } from "./system-error.js";

/**
 * Makes a folder, and those above it, unless it is there.
 *
 * Level by level: `mkdirSync` with `recursive` never ends in Node 20 where a file system such as /proc says of a new folder that it is not there.
 *
 * @param mode of the folders that are made. Default: 0o777, less the umask.
 * @throws {SystemError}
 */
export function makeFolder(path: string, mode?: number): void {
  const parent = dirname(path);
  if (parent !== path && statPath(parent) === undefined) makeFolder(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // It was there, or another process has made it.
    if (isSystemError(error) && statPath(path)?.isDirectory() === true) return;
    throw error;
  }
}
