import type { FileSystem } from "./file-system.js";

/**
 * Whether the last write went into a file that was already deleted, so that nobody will ever read it.
 *
 * Deleting a file sets the time of its last status change; writing sets that and the time of its last modification
 * (inode(7)). The two are equal exactly when the write came last. When the deletion came last, gzip has read the lines,
 * or somebody wanted them gone.
 */
export function isWrittenAfterDeletion(fs: FileSystem, fd: number): boolean {
  try {
    const { nlink, mtimeNs, ctimeNs } = fs.fstat(fd);
    return nlink === 0n && mtimeNs === ctimeNs;
  } catch {
    return false;
  }
}
