import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** The ending of unfinished files. logrotate ignores it (tabooext in logrotate(8)), should it read the folder right now. */
const ending = ".dpkg-new";

/** Milliseconds after which an unfinished file was left by a process that died. Writing it takes far less. */
const abandonedAfterMs = 60_000;

/**
 * Replaces the content of a file at once: anyone who opens it, even after a power failure, reads the whole previous or the whole
 * new content. Leaves no other file in its folder, and removes what a process that was killed within this has left.
 */
export function installFile(path: string, content: string, mode: number): void {
  const temporaryPath = `${path}.${randomBytes(6).toString("hex")}${ending}`;
  try {
    removeAbandoned(path);
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

function removeAbandoned(path: string): void {
  const start = `${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(start) || !/^[\da-f]{12}\.dpkg-new$/.test(name.slice(start.length))) continue;
    const left = join(dirname(path), name);
    const stats = lstatSync(left, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > abandonedAfterMs) rmSync(left, { force: true });
  }
}
