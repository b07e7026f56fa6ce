import { type BigIntStats, fstatSync, lstatSync, statSync } from "node:fs";

/**
 * The status of an open file, which may be a pipe.
 *
 * By bigints: after `fstatSync` of a pipe without them, Node 20 leaves links in the paths of modules that it loads next, and does not find
 * what these import (`realpathSync` looks at what the last call left behind).
 *
 * @throws a system error where the descriptor is not open
 */
export function statDescriptor(descriptor: number): BigIntStats {
  return fstatSync(descriptor, { bigint: true });
}

/** The status of what a path leads to, for the same reason; `undefined` where there is nothing. */
export function statPath(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

/** The user who owns what a path names, which may be a link. */
export function ownerOf(path: string): number {
  return Number(lstatSync(path, { bigint: true }).uid);
}
