import { envelopesOf } from "../envelope/event-envelope.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import { resolveRef } from "../resolve.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";
import { digestOf } from "./digest.js";

/** Equal for sets whose files have the same paths and say the same. */
export function setDigest({ files, formats, links }: SchemaSet): string {
  return digestOf("set", formats, links.digest, ...files.flatMap(({ fileUri, digest }) => [fileUri, digest]));
}

/**
 * Digests of files together with all that they refer to: what a rule finds in a file, apart from names that other files have too, depends on
 * nothing else.
 */
export class FileDigests {
  readonly #set: SchemaSet;
  #events: ReadonlyMap<string, SchemaFile> | undefined;
  readonly #known = new Map<SchemaFile, Linked>();

  constructor(set: SchemaSet) {
    this.#set = set;
  }

  digestOf(file: SchemaFile): string {
    const others = [...this.#closure(file)].map((other) => this.#linked(other).digest);
    return digestOf("file", this.#set.formats, this.#linked(file).digest, ...others.toSorted());
  }

  /** The files that a file leads to. */
  #closure(file: SchemaFile): Set<SchemaFile> {
    const found = new Set<SchemaFile>();
    const pending = [...this.#linked(file).files];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      pending.push(...this.#linked(next).files);
    }
    return found;
  }

  #linked(file: SchemaFile): Linked {
    const known = this.#known.get(file);
    if (known !== undefined) return known;
    const leads = new Map<string, SchemaFile | undefined>();
    walk(file.schema, (schema) => {
      if (!isSchemaObject(schema)) return;
      const { $ref, ends }: { readonly $ref?: unknown; readonly ends?: unknown } = schema;
      if (typeof $ref === "string") leads.set($ref, this.#targetOf(file, $ref));
      if (typeof ends === "string") leads.set(`ends ${ends}`, this.#eventOf(ends));
    });
    const ways = [...leads].flatMap(([from, to]) => [from, to?.fileUri ?? ""]);
    const digest = digestOf(file.role, file.fileUri, file.digest, ...ways);
    const linked = { digest, files: [...leads.values()].filter((each) => each !== undefined) };
    this.#known.set(file, linked);
    return linked;
  }

  /** The first file that describes an event of this name. */
  #eventOf(name: string): SchemaFile | undefined {
    this.#events ??= new Map(
      [...envelopesOf(this.#set)].map(([file, envelope]) => [envelope.name.value ?? "", file]).toReversed() as [
        string,
        SchemaFile,
      ][],
    );
    return this.#events.get(name);
  }

  #targetOf(file: SchemaFile, ref: string): SchemaFile | undefined {
    const target = resolveRef(this.#set, file, ref);
    return "file" in target ? target.file : undefined;
  }
}

/** What a file says, and which files its references lead to. */
interface Linked {
  readonly digest: string;
  readonly files: readonly SchemaFile[];
}
