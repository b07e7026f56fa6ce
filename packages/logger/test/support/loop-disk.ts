import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { onTestFinished } from "vitest";

/** What a test says that is skipped since it cannot have such a disk. */
export const noLoopDevice = "no loop device can be mounted here; that needs root, and a kernel that allows it";

/** Mounts a file system until the end of the test, and returns its folder. `undefined` where that is not allowed. */
export function mounted(folder: string, ...args: readonly string[]): string | undefined {
  mkdirSync(folder);
  if (spawnSync("mount", [...args, folder]).status !== 0) return undefined;
  // Lazily: a writer that was killed in a sync may hold it for a moment yet.
  onTestFinished(() => void execFileSync("umount", ["--lazy", folder]));
  return folder;
}

/** A file that stands for a disk of 16 MB, with a file system on it. Returns whether that could be made. */
export function makeDisk(image: string, ...mkfsOptions: readonly string[]): boolean {
  writeFileSync(image, "");
  truncateSync(image, 16 * 1024 * 1024);
  return spawnSync("mkfs.ext4", ["-q", "-F", ...mkfsOptions, image]).status === 0;
}

export function mountDisk(image: string, folder: string): string | undefined {
  return mounted(folder, "-o", "loop", image);
}
