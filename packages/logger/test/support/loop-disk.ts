import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { onTestFinished } from "vitest";

/** Why a test is skipped that needs such a disk. */
export const noLoopDevice = "cannot mount a loop device here: that needs root and a kernel that allows it";

/** Mounts a file system until the end of the test, and returns its folder. `undefined` where that is not allowed. */
export function mounted(folder: string, ...args: readonly string[]): string | undefined {
  mkdirSync(folder);
  if (spawnSync("mount", [...args, folder]).status !== 0) return undefined;
  // Lazily, since a writer that was killed in a sync may hold it a little longer.
  onTestFinished(() => void execFileSync("umount", ["--lazy", folder]));
  return folder;
}

/** Makes a file that serves as a disk of 16 MB, with a file system. Returns whether this worked. */
export function makeDisk(image: string, ...mkfsOptions: readonly string[]): boolean {
  writeFileSync(image, "");
  truncateSync(image, 16 * 1024 * 1024);
  return spawnSync("mkfs.ext4", ["-q", "-F", ...mkfsOptions, image]).status === 0;
}

export function mountDisk(image: string, folder: string): string | undefined {
  return mounted(folder, "-o", "loop", image);
}
