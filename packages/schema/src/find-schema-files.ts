import { type BigIntStats, type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { systemReason } from "@metric-events/system";
import { maxSchemaBytes, schemaSetLimits } from "./size-limits.js";

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

/** Files and folders of any kind: those that are not schemas are looked at, too. */
const maxEntries = 100_000;

/** The file in a folder of schemas that holds what they refer to in packages, so that the folder can be read without them. */
export const bundleName = "packages.json";

/** Says what `format` means in the schemas: in their folder, or above it. */
export const projectConfigName = "metric-events.config.json";

const otherFiles: ReadonlySet<string> = new Set([bundleName, projectConfigName]);

/** Links to folders: two in each of sixteen folders lead to 65,536. */
const maxLinks = 1000;

/**
 * Finds the schema files of a folder: every `*.schema.json` below it except in `meta/`. The folder may come from a stranger: a link out of it,
 * a link back into itself, and what is not a regular file of at most 16 MiB, such as a FIFO, is not read. Where the folder has more than
 * {@link schemaSetLimits} allow, the search ends.
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
  visit({ root, realRoot, found, linkCount: 0, entryCount: 0, totalBytes: 0, isEnded: false }, "", [realRoot]);
  return found;
}

interface Search {
  linkCount: number;
  entryCount: number;
  totalBytes: number;
  /** Whether a limit was reached. */
  isEnded: boolean;
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
    if (++search.entryCount > maxEntries) end(search, path, `more than ${shownCount(maxEntries)} files and folders`);
    if (search.isEnded) return;
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
    if (entry.name.endsWith(".json") && !otherFiles.has(path)) found.misnamed.push(path);
    return;
  }
  const stats = isSchema ? statSync(join(root, path), { bigint: true }) : statsIfAny(join(root, path));
  const isFolder = stats?.isDirectory() === true;
  // Other links and files are not of the schemas.
  if (stats === undefined || (isFolder ? path === "meta" : !isSchema)) return;
  const real = entry.isSymbolicLink() ? realpathSync(join(root, path)) : join(open.at(-1) ?? realRoot, entry.name);
  const reason = !staysWithin(real, realRoot)
    ? "it is a link out of the schema folder; put a copy in its place"
    : isFolder
      ? whyNotEntered(real, open, entry.isSymbolicLink() ? ++search.linkCount : 0)
      : whyNotRead(stats);
  if (reason === undefined && !isFolder && exceeds(search, path, Number(stats.size))) return;
  if (reason !== undefined) found.unreadable.push({ path, reason });
  else if (isFolder) visit(search, path, [...open, real]);
  else found.files.push(path);
}

/** `undefined` also for a link that leads nowhere or back to itself. */
function statsIfAny(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
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

function whyNotRead(stats: BigIntStats): string | undefined {
  if (!stats.isFile()) return "it is not a regular file";
  if (stats.size > maxSchemaBytes)
    return `expected at most ${shownBytes(maxSchemaBytes)}, received ${stats.size} bytes`;
  return undefined;
}

/** Whether one more file is too much for a set of schemas. */
function exceeds(search: Search, path: string, bytes: number): boolean {
  const { files, totalBytes } = schemaSetLimits;
  search.totalBytes += bytes;
  if (search.found.files.length >= files) end(search, path, `more than ${shownCount(files)} schema files`);
  else if (search.totalBytes > totalBytes) end(search, path, `more than ${shownBytes(totalBytes)} of schema files`);
  return search.isEnded;
}

function end(search: Search, path: string, what: string): void {
  search.isEnded = true;
  const reason = `the schema folder has ${what}, which is reached here; nothing after this is read`;
  search.found.unreadable.push({ path, reason });
}

function shownCount(count: number): string {
  return count.toLocaleString("en-US");
}

function shownBytes(bytes: number): string {
  return `${bytes / 1024 / 1024} MiB`;
}
