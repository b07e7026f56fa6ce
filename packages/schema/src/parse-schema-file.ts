import { basename } from "node:path";
import { decodeUtf8 } from "@metric-events/system";
import { digestOf } from "./cache/digest.js";
import type { Diagnostic, SourceLocation } from "./diagnostic.js";
import { schemaSuffix } from "./find-schema-files.js";
import { type JsonDocument, type Position, parseJsonDocument } from "./json-document.js";
import type { FilePackage } from "./packages/file-package.js";
import type { SchemaFile } from "./schema-set.js";
import { isSchemaObject } from "./schema-types.js";
import { maxSchemaBytes } from "./size-limits.js";

/** A schema file, or why it is none. */
export type ParsedFile = { readonly file: SchemaFile } | { readonly diagnostics: readonly Diagnostic[] };

/** Which file it is that is parsed. */
export type FileIdentity = Pick<SchemaFile, "path" | "role" | "fileUri"> & { readonly package?: FilePackage };

export function parseSchemaFile(identity: FileIdentity, content: Uint8Array | string): ParsedFile {
  // In baselines and packages; the loader of folders does not read what is larger.
  if (content.length > maxSchemaBytes) {
    const reason = `expected at most ${maxSchemaBytes / 1024 / 1024} MiB, received ${content.length} bytes`;
    const location: SourceLocation = { ...fileOf(identity), line: 1, column: 1, pointer: "" };
    return { diagnostics: [{ code: "unreadable-file", location, params: { reason } }] };
  }
  const decoded = typeof content === "string" ? { text: content } : decodeUtf8(content);
  if ("text" in decoded) return parseText(identity, decoded.text);
  const { line, column, encoding, byte } = decoded;
  const location: SourceLocation = { ...fileOf(identity), line, column, pointer: "" };
  return { diagnostics: [{ code: "not-utf8", location, params: { encoding, byte } }] };
}

function parseText(identity: FileIdentity, given: string): ParsedFile {
  // Parsers may ignore a byte order mark (RFC 8259, section 8.1).
  const text = given.replace(/^\uFEFF/, "");
  const parsed = parseJsonDocument(text);
  if ("error" in parsed) {
    const location = { ...fileOf(identity), ...place(parsed.error.position), pointer: "" };
    return { diagnostics: [{ code: "not-json", location, params: { reason: parsed.error.reason } }] };
  }
  const { document } = parsed;
  const changed = changedValues(identity, document);
  if (changed.length > 0) return { diagnostics: changed };
  const schema = document.value;
  if (!isSchemaObject(schema)) {
    const received = schema === null ? "null" : Array.isArray(schema) ? "an array" : JSON.stringify(schema);
    const location = { ...fileOf(identity), ...place(document.locate("", "value")), pointer: "" };
    return { diagnostics: [{ code: "not-a-schema", location, params: { received } }] };
  }
  const { fileUri, path } = identity;
  const id = typeof schema.$id === "string" ? schema.$id : "";
  // The lint reports a bad $id.
  const uri = URL.canParse(id, fileUri) ? new URL(id, fileUri).href : fileUri;
  return { file: { ...identity, uri, stem: basename(path, schemaSuffix), schema, document, digest: digestOf(text) } };
}

/** What JSON.parse would change without a word, or take though no file can hold it. */
function changedValues(
  identity: FileIdentity,
  { duplicateKeys, roundedNumbers, brokenTexts }: JsonDocument,
): readonly Diagnostic[] {
  const at = (position: Position, pointer: string): SourceLocation => ({
    ...fileOf(identity),
    ...place(position),
    pointer,
  });
  const duplicates = duplicateKeys.map(({ pointer, key, position, firstLine }): Diagnostic => {
    return { code: "duplicate-key", location: at(position, pointer), params: { key, line: firstLine } };
  });
  const rounded = roundedNumbers.map(({ pointer, token, position }): Diagnostic => {
    const params = { received: token, double: Number(token) };
    return { code: "inexact-number", location: at(position, pointer), params };
  });
  const broken = brokenTexts.map(({ pointer, value, position }): Diagnostic => {
    return { code: "lone-surrogate", location: at(position, pointer), params: { received: value } };
  });
  return [...duplicates, ...rounded, ...broken];
}

/** The file of a location, with the package that it belongs to. */
export function fileOf(file: Pick<FileIdentity, "path" | "package">): Pick<SourceLocation, "file" | "package"> {
  if (file.package === undefined) return { file: file.path };
  const { name, version } = file.package;
  return { file: file.path, package: version === undefined ? name : `${name} ${version}` };
}

/** Line and column, without what else a position may hold. */
export function place({ line, column }: Position): Position {
  return { line, column };
}
