import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { systemReason } from "@metric-events/system";

/** What is in a schema folder. Paths are below the folder. */
export interface FoundSchemaFiles {
  /** In the order in which files are loaded. */
  readonly files: readonly string[];
  /** JSON files that are not called `*.schema.json`. */
  readonly misnamed: readonly string[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/** The end of the name of every schema file. */
export const schemaSuffix = ".schema.json";

/** The file in a folder of schemas that holds what they refer to in packages, so that the folder can be read without them. */
export const bundleName = "packages.json";

/** Far more than the schemas of a team, and few enough to hold in memory. */
export const maxFiles = 10_000;
export const maxFileBytes = 16 * 1024 * 1024;

/** Links to folders: two in each of sixteen folders lead to 65,536. */
const maxLinks = 1000;

/**
 * Finds the schema files of a folder: every `*.schema.json` below it except in `meta/`. The folder may come from a stranger: a link out of it,
 * a link back into itself, and what is not a regular file of at most 16 MiB, such as a FIFO, is not read.
 */
export function findSchemaFiles(root: string): FoundSchemaFiles {
  const found = {
    files: [] as string[],
    misnamed: [] as string[],
    unreadable: [] as { path: string; reason: string }[],
  };
  let realRoot: string;
  try {
    realRoot = realpathSync(root);
  } catch (error) {
    const hint = "; expected the folder that holds events/; metric-events init writes one";
    return { ...found, unreadable: [{ path: "", reason: `${systemReason(error)}${hint}` }] };
  }
  visit({ root, realRoot, found, linkCount: 0 }, "", [realRoot]);
  return found;
}

interface Search {
  linkCount: number;
  readonly root: string;
  readonly realRoot: string;
  readonly found: { files: string[]; misnamed: string[]; unreadable: { path: string; reason: string }[] };
}

/** @param open the real paths of the folders that lead to this one. */
function visit(search: Search, folder: string, open: readonly string[]): void {
  const { root, found } = search;
  let entries: Dirent[];
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    found.unreadable.push({ path: folder, reason: systemReason(error) });
    return;
  }
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    try {
      visitEntry(search, path, entry, open);
    } catch (error) {
      found.unreadable.push({ path, reason: systemReason(error) });
    }
  }
}

function visitEntry(search: Search, path: string, entry: Dirent, open: readonly string[]): void {
  const { root, realRoot, found } = search;
  const isSchema = entry.name.endsWith(schemaSuffix);
  if (entry.isFile() && !isSchema) {
    if (entry.name.endsWith(".json") && path !== bundleName) found.misnamed.push(path);
    return;
  }
  const stats = isSchema ? statSync(join(root, path)) : statsIfAny(join(root, path));
  const isFolder = stats?.isDirectory() === true;
  // Other links and files are not of the schemas.
  if (stats === undefined || (isFolder ? path === "meta" : !isSchema)) return;
  const real = entry.isSymbolicLink() ? realpathSync(join(root, path)) : join(open.at(-1) ?? realRoot, entry.name);
  const reason = !staysWithin(real, realRoot)
    ? "it is a link out of the schema folder; put a copy in its place"
    : isFolder
      ? whyNotEntered(real, open, entry.isSymbolicLink() ? ++search.linkCount : 0)
      : whyNotRead(stats, found.files.length);
  if (reason !== undefined) found.unreadable.push({ path, reason });
  else if (isFolder) visit(search, path, [...open, real]);
  else found.files.push(path);
}

/** `undefined` also for a link that leads nowhere or back to itself. */
function statsIfAny(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Whether a path without links is that of a folder, or below it. */
export function staysWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
}

function whyNotEntered(folder: string, open: readonly string[], linkCount: number): string | undefined {
  if (open.includes(folder)) return "it is a link to a folder that it is in; remove it";
  return linkCount > maxLinks ? `more than ${maxLinks} links to folders lead here; remove some` : undefined;
}

function whyNotRead(stats: Stats, fileCount: number): string | undefined {
  if (!stats.isFile()) return "it is not a regular file";
  if (stats.size > maxFileBytes)
    return `expected at most ${maxFileBytes / 1024 / 1024} MiB, received ${stats.size} bytes`;
  if (fileCount >= maxFiles) return `the folder has more than ${maxFiles} schema files`;
  return undefined;
}
