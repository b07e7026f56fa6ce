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

/** A file that is to be put in place of another. */
interface Replacement {
  /** As the caller named it. */
  readonly path: string;
  readonly target: string;
  readonly content: string;
  /** What the name of an unfinished file has before and after that of the target. */
  readonly prefix: string;
  readonly ending: string;
  /** Prepares the empty file; returns the mode that it shall have, `undefined` for that of a new file. */
  readonly prepare: (descriptor: number) => number | undefined;
}

/** How many unfinished files are open at once. To sync several takes hardly longer than to sync one. */
const maxOpenFiles = 64;

/**
 * Replaces a file, or what a link leads to, as a whole: a reader finds all of the previous or all of the new content, even after a kill, a
 * full disk or a power failure. The file keeps its mode, and its owner and group as far as this user may give files away. An error leaves
 * no other file in the folder; what a killed process left there is removed.
 *
 * @throws {SystemError} that names the file.
 * @throws {DanglingLinkError} for a link to a file that does not exist: what it names may be outside of the folder that the user meant.
 */
export function replaceFile(path: string, content: string): void {
  replaceFiles([{ path, content }]);
}

/**
 * The same for many files, which takes much less time than one after the other. An error may come when some are replaced, and others not.
 *
 * @throws as {@link replaceFile}.
 */
export function replaceFiles(files: readonly { readonly path: string; readonly content: string }[]): void {
  put(files.map(({ path, content }) => namingFile(path, () => replacementFor(path, content))));
}

function replacementFor(path: string, content: string): Replacement {
  if (isDanglingLink(path)) throw new DanglingLinkError(path);
  const previous = statSync(path, { throwIfNoEntry: false });
  return {
    path,
    target: previous === undefined ? path : realpathSync(path),
    content,
    // Hidden, and with an ending that no compiler takes for a module.
    prefix: ".",
    ending: ".unfinished",
    prepare: (descriptor) => {
      if (previous !== undefined) keepOwner(descriptor, previous);
      return previous === undefined ? undefined : previous.mode & 0o7777;
    },
  };
}

/**
 * Puts a file of this user in place as install(1) does, as a whole like {@link replaceFile}: with this mode, whatever the umask says, and
 * instead of a link that has its name.
 *
 * @param ending of the name of the unfinished file, such that programs which read the folder ignore it.
 * @throws {SystemError} that names the file.
 */
export function installFile(path: string, content: string, { mode, ending }: { mode: number; ending: string }): void {
  put([{ path, target: path, content, prefix: "", ending, prepare: () => mode }]);
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

function put(files: readonly Replacement[]): void {
  const byFolder = new Map<string, Replacement[]>();
  for (const file of files) {
    const folder = dirname(file.target);
    const known = byFolder.get(folder);
    if (known === undefined) byFolder.set(folder, [file]);
    else known.push(file);
  }
  for (const [folder, inFolder] of byFolder)
    namingFile(inFolder[0]?.path ?? folder, () => removeAbandoned(folder, inFolder));
  for (let start = 0; start < files.length; start += maxOpenFiles) putSome(files.slice(start, start + maxOpenFiles));
}

/** A file that is written beside its target. */
interface Unfinished {
  readonly file: Replacement;
  readonly path: string;
  readonly descriptor: number;
}

function putSome(files: readonly Replacement[]): void {
  const unfinished = new Set<Unfinished>();
  try {
    for (const file of files) namingFile(file.path, () => unfinished.add(openBeside(file)));
    for (const each of unfinished) namingFile(each.file.path, () => writeUnfinished(each));
    for (const { file, descriptor } of unfinished) namingFile(file.path, () => fsyncSync(descriptor));
    for (const { file, path } of unfinished) namingFile(file.path, () => renameSync(path, file.target));
  } catch (error) {
    // Those that are renamed are not there any more.
    for (const { path } of unfinished) rmSync(path, { force: true });
    throw error;
  } finally {
    for (const { descriptor } of unfinished) closeSync(descriptor);
  }
}

function openBeside(file: Replacement): Unfinished {
  const { target, prefix, ending } = file;
  const path = join(dirname(target), `${prefix}${basename(target)}.${randomBytes(6).toString("hex")}${ending}`);
  return { file, path, descriptor: openSync(path, "wx", newFileMode) };
}

function writeUnfinished({ file, descriptor }: Unfinished): void {
  const mode = file.prepare(descriptor);
  // Before there is anything to read in it.
  if (mode !== undefined) fchmodSync(descriptor, mode);
  writeFileSync(descriptor, file.content);
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

/** Removes what processes that died left of these files in their folder. */
function removeAbandoned(folder: string, files: readonly Replacement[]): void {
  const starts = new Set(files.map(({ target, prefix }) => `${prefix}${basename(target)}`));
  const endings = new Set(files.map(({ ending }) => ending));
  const isLeft = (name: string, ending: string): boolean => {
    const [, start = ""] = /^(.+)\.[\da-f]{12}$/s.exec(name.slice(0, -ending.length)) ?? [];
    return name.endsWith(ending) && starts.has(start);
  };
  for (const name of readdirSync(folder)) {
    if (![...endings].some((ending) => isLeft(name, ending))) continue;
    const left = join(folder, name);
    const stats = lstatSync(left, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > abandonedAfterMs) rmSync(left, { force: true });
  }
}
