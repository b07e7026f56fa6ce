import type { SourceLocation } from "./diagnostic.js";
import type { SchemaFile, SchemaSet } from "./load.js";
import { joinPointer, pointerTokens } from "./pointer.js";
import { resolveRef } from "./resolve.js";
import { isSchemaObject, type Schema, type SchemaObject } from "./schema-types.js";
import { mapSubschemas, walk } from "./walk.js";

/** A schema file and all that it refers to as one document, in which every value still knows its place in the files. */
export interface Bundle {
  /** A compound document (JSON Schema Core, section 9.3): each file is a schema of its own below `$defs`. */
  readonly schema: SchemaObject;
  /** Where the value at a JSON Pointer into {@link schema}, or the nearest one around it, stands in the files. */
  locate(pointer: string): SourceLocation;
}

/** Bundles a file with what it refers to. The set must be free of lint errors of `$ref`. */
export function bundle(set: SchemaSet, root: SchemaFile): Bundle {
  const files = [...reachableFiles(set, root)];
  const $defs = Object.fromEntries(files.map((file) => [file.path, embedded(set, file)]));
  return {
    schema: { $ref: root.uri, $defs },
    locate: (pointer) => {
      const [, path, ...tokens] = pointerTokens(pointer);
      const file = files.find((each) => each.path === path) ?? root;
      const within = joinPointer("", ...tokens);
      const { line, column } = file.document.locate(within, "key");
      return { file: file.path, line, column, pointer: within };
    },
  };
}

function reachableFiles(set: SchemaSet, root: SchemaFile): Set<SchemaFile> {
  const found = new Set([root]);
  // A set gives what is added to it while it is walked.
  for (const file of found) {
    walk(file.schema, (schema) => {
      if (!isSchemaObject(schema) || schema.$ref === undefined) return;
      const target = resolveRef(set, file, schema.$ref);
      if ("file" in target) found.add(target.file);
    });
  }
  return found;
}

/** The schema of a file under its URI, with references that say in full where they lead. */
function embedded(set: SchemaSet, file: SchemaFile): SchemaObject {
  const { $schema, $id, ...schema } = file.schema;
  return { $id: file.uri, ...withFullReferences(schema, set, file) };
}

function withFullReferences(schema: SchemaObject, set: SchemaSet, file: SchemaFile): SchemaObject {
  const mapped = mapSubschemas(
    schema,
    ({ schema: sub }): Schema => (isSchemaObject(sub) ? withFullReferences(sub, set, file) : sub),
  );
  if (schema.$ref === undefined) return mapped;
  const target = resolveRef(set, file, schema.$ref);
  if ("reason" in target) throw new Error(`${file.path}: "$ref": ${JSON.stringify(schema.$ref)}: ${target.reason}`);
  return { ...mapped, $ref: `${target.file.uri}#${encodeURI(target.pointer)}` };
}
