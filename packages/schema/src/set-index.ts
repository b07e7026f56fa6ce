import type { SchemaFile, SchemaSet } from "./load.js";

/** Finds the files of a set without looking at each. */
export interface SetIndex {
  /** The first file with the `$id` of this one, or the path that stands in for one, among those of the folder or of its package. */
  readonly firstOfId: (file: SchemaFile) => SchemaFile | undefined;
  readonly byFileUri: ReadonlyMap<string, SchemaFile>;
  /** The first file of the folder whose `$id` or path is this URI. */
  readonly byUri: ReadonlyMap<string, SchemaFile>;
  /** The first file of the folder with this `file:` URI, however its characters are escaped. */
  readonly byPath: ReadonlyMap<string, SchemaFile>;
  /** Where each file is in the set. */
  readonly positions: ReadonlyMap<SchemaFile, number>;
}

const indexes = new WeakMap<SchemaSet["files"], SetIndex>();

/** The index of a set, which is made once for each list of files. */
export function indexOf({ files }: SchemaSet): SetIndex {
  const known = indexes.get(files) ?? createIndex(files);
  indexes.set(files, known);
  return known;
}

function createIndex(files: SchemaSet["files"]): SetIndex {
  const own = files.filter((file) => file.package === undefined);
  const byId = firstBy(files, (file) => [idKey(file)]);
  return {
    firstOfId: (file) => byId.get(idKey(file)),
    byFileUri: firstBy(files, ({ fileUri }) => [fileUri]),
    byUri: firstBy(own, ({ uri, fileUri }) => [uri, fileUri]),
    byPath: firstBy(own, ({ fileUri }) => [decodedPath(fileUri)]),
    positions: new Map(files.map((file, position) => [file, position])),
  };
}

/** URIs have no blanks. */
function idKey(file: SchemaFile): string {
  return `${file.uri} ${file.package?.id ?? ""}`;
}

function firstBy(
  files: readonly SchemaFile[],
  keysOf: (file: SchemaFile) => readonly string[],
): Map<string, SchemaFile> {
  const found = new Map<string, SchemaFile>();
  for (const file of files) for (const key of keysOf(file)) if (!found.has(key)) found.set(key, file);
  return found;
}

/** Characters such as `[` may be percent-encoded in a path, or not: Node does it for files, people for what their editor asks for. */
export function decodedPath(href: string): string {
  try {
    return href.split("/").map(decodeURIComponent).join("\0");
  } catch {
    return href;
  }
}
