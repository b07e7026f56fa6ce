import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** The ending of unfinished files: no compiler takes them for modules. */
const ending = ".unfinished";

/** Milliseconds after which an unfinished file was left by a process that died. Writing it takes far less. */
const abandonedAfterMs = 60_000;

/**
 * Replaces a file, or what a link names, as a whole: a reader finds all of the previous or all of the new content, even after a kill,
 * a full disk or a power failure. An error leaves no other file in the folder; what a killed process left is removed.
 */
export function replaceFile(path: string, content: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  const target = mode === undefined ? path : realpathSync(path);
  removeAbandoned(target);
  const unfinished = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}${ending}`);
  try {
    const descriptor = openSync(unfinished, "wx");
    try {
      writeFileSync(descriptor, content);
      if (mode !== undefined) fchmodSync(descriptor, mode);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function removeAbandoned(target: string): void {
  const start = `.${basename(target)}.`;
  for (const name of readdirSync(dirname(target))) {
    if (!name.startsWith(start) || !/^[\da-f]{12}\.unfinished$/.test(name.slice(start.length))) continue;
    const left = join(dirname(target), name);
    const stats = lstatSync(left, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > abandonedAfterMs) rmSync(left, { force: true });
  }
}
