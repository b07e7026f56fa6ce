import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { namingFile } from "./naming-file.js";

/** Milliseconds after which an unfinished file was left by a process that died. Writing it takes far less. */
const abandonedAfterMs = 60_000;

/** Permission bits of a new file before the umask (open(2)). */
const newFileMode = 0o666;

interface Unfinished {
  /** Which files of the folder were left by processes that died. */
  readonly isLeft: (name: string) => boolean;
  readonly path: string;
}

/**
 * Replaces a file, or what a link leads to, as a whole: a reader finds all of the previous or all of the new content, even after a kill, a
 * full disk or a power failure. The file keeps its mode, and its owner and group as far as this user may give files away. An error leaves
 * no other file in the folder; what a killed process left there is removed.
 *
 * @throws {SystemError} that names the file.
 * @throws {DanglingLinkError} for a link to a file that does not exist: what it names may be outside of the folder that the user meant.
 */
export function replaceFile(path: string, content: string): void {
  namingFile(path, () => {
    if (isDanglingLink(path)) throw new DanglingLinkError(path);
    const previous = statSync(path, { throwIfNoEntry: false });
    const target = previous === undefined ? path : realpathSync(path);
    // Hidden, and with an ending that no compiler takes for a module.
    writeBeside(target, unfinishedFor(target, ".", ".unfinished"), content, (descriptor) => {
      if (previous !== undefined) keepOwner(descriptor, previous);
      return previous === undefined ? undefined : previous.mode & 0o7777;
    });
  });
}

/**
 * Puts a file of this user in place as install(1) does, as a whole like {@link replaceFile}: with this mode, whatever the umask says, and
 * instead of a link that has its name.
 *
 * @param ending of the name of the unfinished file, such that programs which read the folder ignore it.
 * @throws {SystemError} that names the file.
 */
export function installFile(path: string, content: string, { mode, ending }: { mode: number; ending: string }): void {
  namingFile(path, () => writeBeside(path, unfinishedFor(path, "", ending), content, () => mode));
}

/** A link leads to a file that does not exist. */
export class DanglingLinkError extends Error {
  override readonly name = "DanglingLinkError";
  readonly path: string;

  constructor(path: string) {
    super(`${path} is a link to a file that does not exist`);
    this.path = path;
  }
}

/** Whether a path is a symbolic link to something that does not exist. */
export function isDanglingLink(path: string): boolean {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink && statSync(path, { throwIfNoEntry: false }) === undefined;
}

/** @param prepare Prepares the empty file; returns the mode that it shall have, `undefined` for that of a new file. */
function writeBeside(
  target: string,
  { path, isLeft }: Unfinished,
  content: string,
  prepare: (descriptor: number) => number | undefined,
): void {
  try {
    removeAbandoned(dirname(target), isLeft);
    const descriptor = openSync(path, "wx", newFileMode);
    try {
      const mode = prepare(descriptor);
      // Before there is anything to read in it.
      if (mode !== undefined) fchmodSync(descriptor, mode);
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(path, target);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

function unfinishedFor(target: string, prefix: string, ending: string): Unfinished {
  const start = `${prefix}${basename(target)}.`;
  const isLeft = (name: string): boolean =>
    name.startsWith(start) && name.endsWith(ending) && /^[\da-f]{12}$/.test(name.slice(start.length, -ending.length));
  return { isLeft, path: join(dirname(target), `${start}${randomBytes(6).toString("hex")}${ending}`) };
}

function keepOwner(descriptor: number, { uid, gid }: Stats): void {
  for (const [owner, group] of [
    [uid, gid],
    [-1, gid],
  ] as const) {
    try {
      fchownSync(descriptor, owner, group);
      return;
    } catch {
      // Only root may give files away; others may give them to a group of theirs, or leave them as they are.
    }
  }
}

function removeAbandoned(folder: string, isLeft: (name: string) => boolean): void {
  for (const name of readdirSync(folder)) {
    if (!isLeft(name)) continue;
    const left = join(folder, name);
    const stats = lstatSync(left, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > abandonedAfterMs) rmSync(left, { force: true });
  }
}
