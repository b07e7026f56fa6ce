import type { SchemaFile, SchemaSet } from "../load.js";
import { eventNameOf } from "../names.js";
import { resolveRef } from "../resolve.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";
import { digestOf } from "./lint-cache.js";

/** Equal for sets whose files have the same paths and texts. */
export function setDigest({ files }: SchemaSet): string {
  return digestOf("set", ...files.flatMap(({ fileUri, digest }) => [fileUri, digest]));
}

/**
 * Digests of files together with all that they refer to: what a rule finds in a file, apart from names that other files have too, depends on
 * nothing else.
 */
export class FileDigests {
  readonly #set: SchemaSet;
  readonly #events: ReadonlyMap<string, SchemaFile>;
  readonly #reached = new Map<SchemaFile, readonly SchemaFile[]>();

  constructor(set: SchemaSet) {
    this.#set = set;
    const events = new Map<string, SchemaFile>();
    for (const file of set.files) {
      const name = file.role === "event" ? eventNameOf(file.schema) : undefined;
      if (name !== undefined && !events.has(name)) events.set(name, file);
    }
    this.#events = events;
  }

  digestOf(file: SchemaFile): string {
    const others = this.#closure(file).map(({ fileUri, digest }) => `${fileUri} ${digest}`);
    return digestOf("file", file.role, file.fileUri, file.digest, ...others.toSorted());
  }

  /** The files that a file leads to. */
  #closure(file: SchemaFile): SchemaFile[] {
    const found = new Set<SchemaFile>();
    const pending = [...this.#reachedFrom(file)];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      pending.push(...this.#reachedFrom(next));
    }
    return [...found];
  }

  #reachedFrom(file: SchemaFile): readonly SchemaFile[] {
    const known = this.#reached.get(file);
    if (known !== undefined) return known;
    const reached = new Set<SchemaFile>();
    walk(file.schema, (schema) => {
      if (!isSchemaObject(schema)) return;
      const target = typeof schema.$ref === "string" ? resolveRef(this.#set, file, schema.$ref) : undefined;
      if (target !== undefined && "file" in target) reached.add(target.file);
      const ended = typeof schema.ends === "string" ? this.#events.get(schema.ends) : undefined;
      if (ended !== undefined) reached.add(ended);
    });
    this.#reached.set(file, [...reached]);
    return [...reached];
  }
}
