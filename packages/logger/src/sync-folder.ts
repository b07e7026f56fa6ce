import type { FileSystem } from "./file-system.js";

/** Brings the names in a folder onto the device. Without it, a new file may be missing after a power failure (fsync(2)). */
export function syncFolder(fs: FileSystem, path: string): void {
  const folder = fs.open(path, "folder");
  try {
    fs.fsync(folder);
  } finally {
    fs.close(folder);
  }
}
