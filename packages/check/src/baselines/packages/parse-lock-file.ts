import type { LockFile } from "./lock-file.js";
import { NpmLock } from "./npm-lock.js";
import { PnpmLock } from "./pnpm-lock.js";
import { YarnLock } from "./yarn-lock.js";

/** By the names of the files, in the order in which they count where there are several. */
const kinds: Readonly<Record<string, new (text: string) => LockFile>> = {
  "npm-shrinkwrap.json": NpmLock,
  "package-lock.json": NpmLock,
  "pnpm-lock.yaml": PnpmLock,
  "yarn.lock": YarnLock,
};

export const lockFileNames: readonly string[] = Object.keys(kinds);

/** Reads a lock file; what is not understood in it is as if it were not there. */
export function parseLockFile(name: string, text: string): LockFile {
  const Kind = kinds[name];
  if (Kind === undefined) throw new Error(`${name} is not the name of a lock file`);
  return new Kind(text);
}
