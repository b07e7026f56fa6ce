import type { BigIntStats } from "node:fs";
import { constants } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { FileSystem } from "./file-system.js";
import { UnfitLogError } from "./unfit-log-error.js";

const standardNames: Readonly<Record<string, string>> = {
  0: "standard input",
  1: "standard output",
  2: "standard error",
};

/** The folder of the descriptors of a process or of one of its threads (proc(5)). */
const descriptorFolder = /^\/proc\/(?:\d+|self)(?:\/task\/\d+)?\/fd$/;

/** The kernel follows no more symbolic links than that (path_resolution(7)). */
const maxLinkCount = 40;

/** The bits of the flags that say whether a descriptor reads, writes or does both (open(2)). */
const accessMode = 3;

/**
 * Throws when the log is also open through another descriptor that writes, but does not append, as after
 * `node program.js > metrics.log`. Such a descriptor has an offset of its own, and what is written there overwrites events.
 *
 * Looks at the standard descriptors, and at the one that the path names (`/dev/fd/3`). Only Linux shows how a descriptor was
 * opened.
 */
export function checkDescriptors(fs: FileSystem, path: string, log: BigIntStats): void {
  const named = tried(() => namedDescriptor(fs, path));
  const standard = Object.keys(standardNames).map((fd) => `/proc/self/fd/${fd}`);
  for (const descriptor of [...standard, ...(named === undefined ? [] : [named])]) {
    if (tried(() => isOverwriting(fs, descriptor, log)) !== true) continue;
    const name = descriptor.startsWith("/proc/self/") ? standardNames[basename(descriptor)] : undefined;
    throw new UnfitLogError(
      "not-appending",
      `it is also open as ${name ?? descriptor} without append mode, so that output there would overwrite events`,
    );
  }
}

/** The descriptor that a path such as `/dev/stdout`, `/dev/fd/3` or a link to it names. */
function namedDescriptor(fs: FileSystem, path: string): string | undefined {
  let place = path;
  for (let count = 0; count < maxLinkCount; count++) {
    const folder = fs.realPath(dirname(place));
    if (descriptorFolder.test(folder)) return join(folder, basename(place));
    const target = fs.linkTarget(place);
    if (target === undefined) return undefined;
    place = resolve(folder, target);
  }
  return undefined;
}

function isOverwriting(fs: FileSystem, descriptor: string, log: BigIntStats): boolean {
  const stats = fs.stat(descriptor);
  if (stats?.ino !== log.ino || stats.dev !== log.dev) return false;
  const info = fs.readText(join(dirname(dirname(descriptor)), "fdinfo", basename(descriptor)));
  const flags = Number.parseInt(/^flags:\s*([0-7]+)$/m.exec(info)?.[1] ?? "0", 8);
  const isWritable = (flags & accessMode) !== constants.O_RDONLY;
  return isWritable && (flags & constants.O_APPEND) === 0;
}

/** When a descriptor cannot be looked at, the log is not refused. */
function tried<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
