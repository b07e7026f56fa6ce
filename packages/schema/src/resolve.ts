import { joinPointer, pointerTokens, suggest } from "@metric-events/runtime";
import type { SchemaFile, SchemaSet } from "./load.js";
import type { DeadEnd } from "./packages/dead-end.js";
import { baseOf } from "./packages/package-reference.js";
import { resolvePointer } from "./pointer.js";
import type { Schema, SchemaObject } from "./schema-types.js";
import { decodedPath, indexOf } from "./set-index.js";
import { walk } from "./walk.js";

/** Where a reference leads. */
export interface Target {
  readonly file: SchemaFile;
  readonly pointer: string;
  readonly schema: Schema;
}

/** What the references of each file of a set lead to, as far as somebody asked. */
const targets = new WeakMap<SchemaSet["files"], Map<SchemaFile, Map<string, Target | DeadEnd>>>();

/** Finds what `$ref` leads to: a path relative to the file, a JSON Pointer or an anchor in it, or both (Core, section 8.2). */
export function resolveRef(set: SchemaSet, from: SchemaFile, ref: string): Target | DeadEnd {
  const ofSet = entryOf(targets, set.files, () => new Map<SchemaFile, Map<string, Target | DeadEnd>>());
  const ofFile = entryOf(ofSet, from, () => new Map<string, Target | DeadEnd>());
  return entryOf(ofFile, ref, () => findTarget(set, from, ref));
}

/** The value of a key, made when it is first asked for. */
function entryOf<Key, Value>(
  map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

function findTarget(set: SchemaSet, from: SchemaFile, ref: string): Target | DeadEnd {
  const found = fileFor(set, from, ref);
  if ("reason" in found) return found;
  const { file, fragment } = found;
  const pointer = fragment === "" || fragment.startsWith("/") ? fragment : anchorPointer(file.schema, fragment);
  if (pointer === undefined) return { reason: `${file.path} has no "$anchor" of that name`, suggestion: undefined };
  const schema = schemasOf(file).get(joinPointer("", ...pointerTokens(pointer)));
  return schema === undefined ? missingPointer(file, ref, pointer) : { file, pointer, schema };
}

/** The file that a reference leads to, and its fragment. */
function fileFor(
  set: SchemaSet,
  from: SchemaFile,
  ref: string,
): { readonly file: SchemaFile; readonly fragment: string } | DeadEnd {
  const { byFileUri, byUri, byPath } = indexOf(set);
  const base = baseOf(ref);
  const link = base === "" ? { fileUri: from.fileUri } : set.links.find(from, base);
  if (link !== undefined) {
    if ("reason" in link) return link;
    const file = byFileUri.get(link.fileUri);
    return file === undefined
      ? { reason: "the file that it leads to has a mistake of its own", suggestion: undefined }
      : { file, fragment: decodeFragment(ref.slice(base.length + 1)) };
  }
  const url = parseUrl(ref, from.uri);
  if (url === undefined) return { reason: "this is not a URI reference", suggestion: undefined };
  const fragment = decodeFragment(url.hash.slice(1));
  url.hash = "";
  const { href } = url;
  const file = byUri.get(href) ?? (href.startsWith("file:") ? byPath.get(decodedPath(href)) : undefined);
  if (file !== undefined) return { file, fragment };
  const own = set.files.filter((each) => each.package === undefined);
  return missingFile(own, from, ref);
}

const schemasByFile = new WeakMap<SchemaFile, ReadonlyMap<string, Schema>>();

/** The schemas of a file by their pointers. Other values may look like schemas: a default, an example, a map of properties. */
function schemasOf(file: SchemaFile): ReadonlyMap<string, Schema> {
  const known = schemasByFile.get(file);
  if (known !== undefined) return known;
  const schemas = new Map<string, Schema>();
  walk(file.schema, (schema, pointer) => schemas.set(pointer, schema));
  schemasByFile.set(file, schemas);
  return schemas;
}

function parseUrl(ref: string, base: string): URL | undefined {
  return URL.canParse(ref, base) ? new URL(ref, base) : undefined;
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function anchorPointer(schema: SchemaObject, name: string): string | undefined {
  let found: string | undefined;
  walk(schema, (sub, pointer) => {
    if (typeof sub === "object" && sub.$anchor === name) found ??= pointer;
  });
  return found;
}

function missingFile(files: readonly SchemaFile[], from: SchemaFile, ref: string): DeadEnd {
  const [path = "", fragment] = ref.split("#");
  const inPackage = pathInPackages(path);
  if (inPackage !== undefined) {
    return { reason: "this folder has no such schema file", suggestion: withFragment(`npm:${inPackage}`, fragment) };
  }
  const candidates = files.map((file) => relativeUri(from.fileUri, file.fileUri));
  const suggestion = suggest(path, candidates);
  return {
    reason: "this folder has no such schema file",
    suggestion: suggestion === undefined ? undefined : withFragment(suggestion, fragment),
  };
}

/** What a path to a package probably means, after `npm:`. */
function pathInPackages(path: string): string | undefined {
  const folder = "node_modules/";
  const at = path.lastIndexOf(folder);
  if (at >= 0) return path.slice(at + folder.length);
  return path.startsWith("@") && path.includes("/") ? path : undefined;
}

function missingPointer(file: SchemaFile, ref: string, pointer: string): DeadEnd {
  if (resolvePointer(file.schema, pointer) !== undefined) {
    return { reason: `what ${file.path} has at ${pointer} is not a schema`, suggestion: undefined };
  }
  const suggestion = suggest(pointer, [...schemasOf(file).keys()].slice(1));
  return {
    reason: `${file.path} has no schema at ${pointer}`,
    suggestion: suggestion === undefined ? undefined : withFragment(ref.split("#")[0] ?? "", suggestion),
  };
}

function withFragment(path: string, fragment: string | undefined): string {
  return fragment === undefined ? path : `${path}#${fragment}`;
}

function relativeUri(from: string, to: string): string {
  const fromSegments = from.split("/").slice(0, -1);
  const toSegments = to.split("/");
  let common = 0;
  while (common < fromSegments.length && fromSegments[common] === toSegments[common]) common++;
  const up = fromSegments.slice(common).map(() => "..");
  return [...up, ...toSegments.slice(common)].join("/");
}
