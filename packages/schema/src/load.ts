import { basename, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { readRegularFile, systemReason } from "@metric-events/system";
import type { Diagnostic, Problem, SourceLocation } from "./diagnostic.js";
import { findSchemaFiles, schemaSuffix } from "./find-schema-files.js";
import { type FormatMeaning, findFormatMeaning } from "./format-meaning.js";
import { InstalledPackages } from "./packages/installed-packages.js";
import { linkPackages } from "./packages/link-packages.js";
import { noPackages, type PackageFinder } from "./packages/schema-package.js";
import { fileOf, type ParsedFile, parseSchemaFile, place } from "./parse-schema-file.js";
import type { SchemaFile, SchemaSet, SchemaText } from "./schema-set.js";
import { showPath } from "./show-path.js";
import { maxSchemaBytes } from "./size-limits.js";

export type { SchemaFile, SchemaSet, SchemaText } from "./schema-set.js";

/**
 * Reads the schema files of a folder: `events/*.schema.json`, and every other `*.schema.json` below it except in `meta/`; and those of
 * installed packages that they refer to.
 *
 * @param packages Where packages are. Default: where Node finds installed ones.
 * @param configFolders Where the config file may be that says what `format` means, the nearest first. Default: the folder and all above it.
 *
 * It does not throw if something is wrong with a file: that is in `diagnostics`, together with what {@link lint} finds.
 */
export function loadSchemas(root: string, packages?: PackageFinder, configFolders?: readonly string[]): SchemaSet {
  const found = findSchemaFiles(root);
  const diagnostics: Diagnostic[] = [
    ...found.unreadable.map(({ path, reason }) => unreadable(join(root, path), reason)),
    ...found.misnamed.map((path) => misnamed(join(root, path))),
  ];
  return loadFiles(root, found.files, diagnostics, packages, configFolders);
}

/** The same of some files of a folder. */
export function loadFiles(
  root: string,
  paths: readonly string[],
  unread: readonly Diagnostic[] = [],
  packages?: PackageFinder,
  configFolders?: readonly string[],
): SchemaSet {
  const parsed = paths.map((path) => loadFile(root, path));
  // A folder that cannot be opened has no files.
  const finder = packages ?? (parsed.length === 0 ? noPackages : new InstalledPackages(root));
  const { formats, diagnostics } = findFormatMeaning(root, configFolders);
  return schemaSet(showPath(root), parsed, [...unread, ...diagnostics], finder, formats);
}

/**
 * The same for files that are not in a folder. `root` is shown before their paths. Files in its `meta/`, and those that are not schema files, are
 * ignored.
 *
 * @param packages Where the packages are that the files refer to. Default: there are none.
 * @param formats What `format` means in them.
 */
export function parseSchemas(
  root: string,
  texts: readonly SchemaText[],
  packages: PackageFinder = noPackages,
  formats: FormatMeaning = "annotate",
): SchemaSet {
  const schemas = texts.filter(({ path }) => path.endsWith(schemaSuffix) && !path.startsWith("meta/"));
  const parsed = schemas
    .toSorted((left, right) => (left.path < right.path ? -1 : 1))
    .map(({ path, text }) => parseFile(path, `${root}/${path}`, pathToFileURL(`/${path}`).href, text));
  return schemaSet(root, parsed, [], packages, formats);
}

function schemaSet(
  root: string,
  parsed: readonly ParsedFile[],
  unread: readonly Diagnostic[],
  packages: PackageFinder,
  formats: FormatMeaning,
): SchemaSet {
  const own = parsed.flatMap((each) => ("file" in each ? [each.file] : []));
  const linked = linkPackages(own, packages);
  const diagnostics = [
    ...unread,
    ...parsed.flatMap((each) => ("file" in each ? [] : each.diagnostics)),
    ...linked.diagnostics,
  ];
  const set = { root, files: [...own, ...linked.files], diagnostics, links: linked.links, formats };
  if (diagnostics.length > 0 || own.some((file) => file.role === "event")) return set;
  const noEvents: Diagnostic = {
    code: "no-events",
    location: fileStart(root),
    params: { folder: join(root, "events") },
  };
  return { ...set, diagnostics: [noEvents] };
}

/** @param relativePath of a file that was found below the folder. */
export function loadFile(root: string, relativePath: string): ParsedFile {
  const absolutePath = resolve(root, relativePath);
  let bytes: Uint8Array;
  try {
    bytes = readRegularFile(absolutePath, maxSchemaBytes);
  } catch (error) {
    return { diagnostics: [unreadable(absolutePath, systemReason(error))] };
  }
  const slashed = relativePath.split(sep).join("/");
  return parseFile(slashed, showPath(absolutePath), pathToFileURL(absolutePath).href, bytes);
}

/** One file; `relativePath` is below the folder of the set, `path` is for people. */
function parseFile(relativePath: string, path: string, fileUri: string, content: Uint8Array | string): ParsedFile {
  const role = relativePath.startsWith("events/") ? "event" : "shared";
  return parseSchemaFile({ path, role, fileUri }, content);
}

/** The diagnostic of a problem, with the line and column of its pointer. */
export function locateProblem(file: SchemaFile, problem: Problem): Diagnostic {
  const { pointer, at, ...rest } = problem;
  const location: SourceLocation = { ...fileOf(file), ...place(file.document.locate(pointer, at)), pointer };
  return { ...rest, location } as Diagnostic;
}

function unreadable(path: string, reason: string): Diagnostic {
  return { code: "unreadable-file", location: fileStart(showPath(path)), params: { reason } };
}

function misnamed(path: string): Diagnostic {
  return { code: "file-name", location: fileStart(showPath(path)), params: { name: basename(path) } };
}

function fileStart(file: string): SourceLocation {
  return { file, line: 1, column: 1, pointer: "" };
}
