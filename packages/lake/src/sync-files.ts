import { open } from "node:fs/promises";
import { dirname } from "node:path";

/** Waits until files, and the folders from theirs up to `root`, are on the disk. */
export async function syncFiles(paths: readonly string[], root: string): Promise<void> {
  const folders = new Set<string>();
  for (const path of paths) {
    await syncPath(path);
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
      if (folder === root || dirname(folder) === folder) break;
    }
  }
  for (const folder of folders) await syncPath(folder);
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
