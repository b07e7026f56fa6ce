import type { SchemaFile, SchemaSet } from "./load.js";

/** Finds the files of a set without looking at each. */
export interface SetIndex {
  /** The first file with this `$id`, or the path that stands in for one. */
  readonly byId: ReadonlyMap<string, SchemaFile>;
  /** The first file whose `$id` or path is this URI. */
  readonly byUri: ReadonlyMap<string, SchemaFile>;
  /** The first file with this `file:` URI, however its characters are escaped. */
  readonly byPath: ReadonlyMap<string, SchemaFile>;
  /** Where each file is in the set. */
  readonly positions: ReadonlyMap<SchemaFile, number>;
}

const indexes = new WeakMap<SchemaSet["files"], SetIndex>();

/** The index of a set, which is made once for each list of files. */
export function indexOf({ files }: SchemaSet): SetIndex {
  const known = indexes.get(files);
  if (known !== undefined) return known;
  const byId = new Map<string, SchemaFile>();
  const byUri = new Map<string, SchemaFile>();
  const byPath = new Map<string, SchemaFile>();
  for (const file of files) {
    if (!byId.has(file.uri)) byId.set(file.uri, file);
    for (const uri of [file.uri, file.fileUri]) if (!byUri.has(uri)) byUri.set(uri, file);
    const path = decodedPath(file.fileUri);
    if (!byPath.has(path)) byPath.set(path, file);
  }
  const index = { byId, byUri, byPath, positions: new Map(files.map((file, position) => [file, position])) };
  indexes.set(files, index);
  return index;
}

/** Characters such as `[` may be percent-encoded in a path, or not: Node does it for files, people for what their editor asks for. */
export function decodedPath(href: string): string {
  try {
    return href.split("/").map(decodeURIComponent).join("\0");
  } catch {
    return href;
  }
}
