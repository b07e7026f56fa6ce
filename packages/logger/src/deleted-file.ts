import type { FileSystem } from "./file-system.js";

/**
 * Whether the last write went into a file that no path led to any more, so that nobody will ever read it.
 *
 * Deleting sets the time of the last status change, writing sets that and the time of the last modification (inode(7)):
 * the two are equal exactly when the write came last. A file that was deleted later had a reader's chance: gzip has
 * read its lines, or somebody wanted them gone.
 */
export function isWrittenAfterDeletion(fs: FileSystem, fd: number): boolean {
  try {
    const { nlink, mtimeNs, ctimeNs } = fs.fstat(fd);
    return nlink === 0n && mtimeNs === ctimeNs;
  } catch {
    return false;
  }
}
