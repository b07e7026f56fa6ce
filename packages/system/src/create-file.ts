import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "./make-folder.js";
import { isSystemError } from "./system-error.js";

/**
 * Writes a file, and the folders above it, where nothing has its path yet: a link that leads nowhere does. Returns whether it did.
 *
 * @throws {SystemError} for anything but a path that is taken.
 */
export function createFile(path: string, content: string): boolean {
  makeFolder(dirname(path));
  try {
    writeFileSync(path, content, { flag: "wx" });
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === "EEXIST") return false;
    throw error;
  }
}
