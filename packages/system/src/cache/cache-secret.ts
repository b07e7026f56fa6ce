import { randomBytes } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { makeFolder } from "../make-folder.js";

const secretBytes = 32;

/** Where the secret of a user is: outside of every project, so that nobody who writes a project can know it. */
function secretPath(): string {
  const { XDG_CACHE_HOME: cacheHome = "" } = process.env;
  return join(isAbsolute(cacheHome) ? cacheHome : join(homedir(), ".cache"), "metric-events", "secret");
}

/** The secret that only this user can read, which is made at the first call; `undefined` where there can be none. */
export function cacheSecret(): Uint8Array | undefined {
  try {
    const path = secretPath();
    return readSecret(path) ?? makeSecret(path);
  } catch {
    // Without a home, or with one that cannot be written, there is no cache.
    return undefined;
  }
}

function readSecret(path: string): Uint8Array | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const stats = fstatSync(descriptor);
    const isPrivate = stats.isFile() && stats.uid === (process.geteuid?.() ?? stats.uid) && (stats.mode & 0o077) === 0;
    const bytes = new Uint8Array(secretBytes);
    return isPrivate && stats.size === secretBytes && readSync(descriptor, bytes) === secretBytes ? bytes : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** @throws {SystemError} where there is a file already, which is not one that can be trusted. */
function makeSecret(path: string): Uint8Array {
  makeFolder(dirname(path), 0o700);
  const bytes = randomBytes(secretBytes);
  writeFileSync(path, bytes, { flag: "wx", mode: 0o600 });
  return bytes;
}
