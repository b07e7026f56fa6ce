import { randomBytes } from "node:crypto";
import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Replaces a file's content at once: whoever opens it, even after a power failure, reads all of the previous content or
 * all of the new. Nothing else is left behind in its folder.
 */
export function replaceFile(path: string, content: string, mode: number): void {
  // logrotate leaves out what ends in .new, should it read the folder right now.
  const temporaryPath = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.new`);
  try {
    const fd = openSync(temporaryPath, "wx", mode);
    try {
      writeFileSync(fd, content);
      // Whatever the umask says: logrotate ignores a file that others may write.
      fchmodSync(fd, mode);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporaryPath, path);
  } catch (error) {
    rmSync(temporaryPath, { force: true });
    throw error;
  }
}
