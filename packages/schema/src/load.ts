import { basename, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { decodeUtf8, readRegularFile, systemReason } from "@metric-events/system";
import type { Diagnostic, Problem, SourceLocation } from "./diagnostic.js";
import { findSchemaFiles, schemaSuffix } from "./find-schema-files.js";
import { type JsonDocument, type Position, parseJsonDocument } from "./json-document.js";
import { isSchemaObject, type SchemaObject } from "./schema-types.js";
import { schemaSetLimits } from "./size-limits.js";

/** One schema file that could be parsed. */
export interface SchemaFile {
  /** Path for people: relative to the working directory when the file is below it. */
  readonly path: string;
  /** The file's own `$id`, else its `file:` URI. Relative references are resolved against it. */
  readonly uri: string;
  /** Its `file:` URI. References by path find it, whatever its `$id`. */
  readonly fileUri: string;
  /** Files below `events/` describe an event each; the others hold what these refer to. */
  readonly role: "event" | "shared";
  /** The file's name without `.schema.json`. */
  readonly stem: string;
  readonly schema: SchemaObject;
  readonly document: JsonDocument;
}

/** A schema file that does not come from a folder, but from a commit or an archive. */
export interface SchemaText {
  /** Below the folder that holds `events/`, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The schema files of a folder. */
export interface SchemaSet {
  /** The folder, for people. */
  readonly root: string;
  /** In the order of their paths. */
  readonly files: readonly SchemaFile[];
  /** Why files could not be loaded. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the schema files of a folder: `events/*.schema.json`, and every other `*.schema.json` below it except in `meta/`.
 *
 * It does not throw if something is wrong with a file: that is in `diagnostics`, together with what {@link lint} finds.
 */
export function loadSchemas(root: string): SchemaSet {
  const shownRoot = showPath(root);
  const found = findSchemaFiles(root);
  const diagnostics: Diagnostic[] = [
    ...found.unreadable.map(({ path, reason }) => unreadable(join(root, path), reason)),
    ...found.misnamed.map((path) => misnamed(join(root, path))),
  ];
  const files: SchemaFile[] = [];
  for (const path of found.files) {
    const loaded = loadFile(root, path);
    if ("diagnostics" in loaded) diagnostics.push(...loaded.diagnostics);
    else files.push(loaded.file);
  }
  return withEvents({ root: shownRoot, files, diagnostics });
}

/**
 * The same for files that are not in a folder. `root` is shown before their paths. Files in its `meta/`, and those that are not schema files, are
 * ignored.
 */
export function parseSchemas(root: string, texts: readonly SchemaText[]): SchemaSet {
  const schemas = texts.filter(({ path }) => path.endsWith(schemaSuffix) && !path.startsWith("meta/"));
  const parsed = schemas
    .toSorted((left, right) => (left.path < right.path ? -1 : 1))
    .map(({ path, text }) => parseFile(path, `${root}/${path}`, pathToFileURL(`/${path}`).href, text));
  return withEvents({
    root,
    files: parsed.flatMap((each) => ("file" in each ? [each.file] : [])),
    diagnostics: parsed.flatMap((each) => ("file" in each ? [] : each.diagnostics)),
  });
}

function withEvents(set: SchemaSet): SchemaSet {
  const { root, files, diagnostics } = set;
  if (diagnostics.length > 0 || files.some((file) => file.role === "event")) return set;
  const noEvents: Diagnostic = {
    code: "no-events",
    location: fileStart(root),
    params: { folder: join(root, "events") },
  };
  return { ...set, diagnostics: [noEvents] };
}

type Parsed = { readonly file: SchemaFile } | { readonly diagnostics: readonly Diagnostic[] };

function loadFile(root: string, relativePath: string): Parsed {
  const absolutePath = resolve(root, relativePath);
  let bytes: Uint8Array;
  try {
    bytes = readRegularFile(absolutePath, schemaSetLimits.fileBytes);
  } catch (error) {
    return { diagnostics: [unreadable(absolutePath, systemReason(error))] };
  }
  const decoded = decodeUtf8(bytes);
  if ("encoding" in decoded) {
    const { line, column, encoding, byte } = decoded;
    const location: SourceLocation = { file: showPath(absolutePath), line, column, pointer: "" };
    return { diagnostics: [{ code: "not-utf8", location, params: { encoding, byte } }] };
  }
  const slashed = relativePath.split(sep).join("/");
  return parseFile(slashed, showPath(absolutePath), pathToFileURL(absolutePath).href, decoded.text);
}

/** One file; `relativePath` is below the folder of the set, `path` is for people. */
function parseFile(relativePath: string, path: string, fileUri: string, text: string): Parsed {
  // Parsers may ignore a byte order mark (RFC 8259, section 8.1).
  const parsed = parseJsonDocument(text.replace(/^\uFEFF/, ""));
  if ("error" in parsed) return { diagnostics: [notJson(path, parsed.error.reason, parsed.error.position)] };
  const { document } = parsed;
  const changed = changedValues(path, document);
  if (changed.length > 0) return { diagnostics: changed };
  const schema = document.value;
  if (!isSchemaObject(schema)) {
    const received = schema === null ? "null" : Array.isArray(schema) ? "an array" : JSON.stringify(schema);
    const location: SourceLocation = { file: path, ...place(document.locate("", "value")), pointer: "" };
    return { diagnostics: [{ code: "not-a-schema", location, params: { received } }] };
  }
  const id = typeof schema.$id === "string" ? schema.$id : "";
  // The lint reports a bad $id.
  const uri = URL.canParse(id, fileUri) ? new URL(id, fileUri).href : fileUri;
  const role = relativePath.startsWith("events/") ? "event" : "shared";
  return { file: { path, uri, fileUri, role, stem: basename(relativePath, schemaSuffix), schema, document } };
}

/** What JSON.parse would change without a word, or take though no file can hold it. */
function changedValues(
  file: string,
  { duplicateKeys, roundedNumbers, brokenTexts }: JsonDocument,
): readonly Diagnostic[] {
  const duplicates = duplicateKeys.map(({ pointer, key, position, firstLine }): Diagnostic => {
    return { code: "duplicate-key", location: { file, ...place(position), pointer }, params: { key, line: firstLine } };
  });
  const rounded = roundedNumbers.map(({ pointer, token, position }): Diagnostic => {
    const params = { received: token, double: Number(token) };
    return { code: "inexact-number", location: { file, ...place(position), pointer }, params };
  });
  const broken = brokenTexts.map(({ pointer, value, position }): Diagnostic => {
    return { code: "lone-surrogate", location: { file, ...place(position), pointer }, params: { received: value } };
  });
  return [...duplicates, ...rounded, ...broken];
}

/** The diagnostic of a problem, with the line and column of its pointer. */
export function locateProblem(file: SchemaFile, problem: Problem): Diagnostic {
  const { pointer, at, ...rest } = problem;
  const location: SourceLocation = { file: file.path, ...place(file.document.locate(pointer, at)), pointer };
  return { ...rest, location } as Diagnostic;
}

function place({ line, column }: Position): Position {
  return { line, column };
}

function notJson(file: string, reason: string, position: Position): Diagnostic {
  return { code: "not-json", location: { file, ...place(position), pointer: "" }, params: { reason } };
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

function showPath(path: string): string {
  const shown = relative("", path);
  return shown === "" ? "." : shown.startsWith(`..${sep}`) ? resolve(path) : shown;
}
