import type { Json } from "@metric-events/compat";
import { keywords } from "../keywords.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import { joinPointer, pointerTokens } from "../pointer.js";
import { resolveRef } from "../resolve.js";
import { isSchemaObject, type Schema, type SchemaObject } from "../schema-types.js";
import { mapSubschemas } from "../walk.js";

/** A schema file as a part of bundles, and the files that it refers to. */
interface Member {
  readonly schema: SchemaObject;
  readonly refersTo: readonly SchemaFile[];
}

/** A schema with the files that it refers to, each under a name of its own. */
export type Bundle = SchemaObject & { readonly $defs: Readonly<Record<string, SchemaObject>> };

/** Puts schema files that refer to each other into one document, as what asks questions about schemas wants them. */
export class Bundler {
  readonly #set: SchemaSet;
  readonly #members = new Map<SchemaFile, Member>();

  /** The references of the set must all lead somewhere. */
  constructor(set: SchemaSet) {
    this.#set = set;
  }

  /** A reference, within any bundle, to a place of a file. */
  reference(file: SchemaFile, pointer: string): SchemaObject {
    const tokens = ["$defs", this.#nameOf(file), ...pointerTokens(pointer)];
    return {
      $ref: `#${joinPointer("", ...tokens)
        .split("/")
        .map(encodeURIComponent)
        .join("/")}`,
    };
  }

  /** A document that applies `schema`, whose references may lead into the file, with all files that are needed for it. */
  bundle(file: SchemaFile, schema: SchemaObject): Bundle {
    const $defs: Record<string, SchemaObject> = {};
    const pending = [file];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const name = this.#nameOf(next);
      if (Object.hasOwn($defs, name)) continue;
      const member = this.#member(next);
      $defs[name] = member.schema;
      pending.push(...member.refersTo);
    }
    return { ...schema, $defs };
  }

  /** The file that a name in `$defs` of a bundle stands for. */
  fileOf(name: string): SchemaFile {
    const file = this.#set.files[Number(name)];
    if (file === undefined) throw new Error(`no file ${name} in the bundle`);
    return file;
  }

  /** Leaves keywords out of all bundles from now on. */
  leaveOut(file: SchemaFile, pointers: readonly string[]): void {
    const { refersTo, schema } = this.#member(file);
    const left = pointers.reduce((rest, pointer) => without(rest, pointerTokens(pointer)), schema);
    this.#members.set(file, { refersTo, schema: left });
  }

  #nameOf(file: SchemaFile): string {
    return String(this.#set.files.indexOf(file));
  }

  #member(file: SchemaFile): Member {
    const known = this.#members.get(file);
    if (known !== undefined) return known;
    const refersTo = new Set<SchemaFile>();
    const member = { schema: this.#rewrite(file.schema, file, refersTo), refersTo: [...refersTo] };
    this.#members.set(file, member);
    return member;
  }

  /** Without annotations and identities: what they are for is done. */
  #rewrite(schema: SchemaObject, file: SchemaFile, refersTo: Set<SchemaFile>): SchemaObject {
    const mapped = mapSubschemas(schema, ({ schema: sub }) =>
      isSchemaObject(sub) ? this.#rewrite(sub, file, refersTo) : sub,
    );
    const kept = Object.entries(mapped).filter(([keyword]) => {
      const role = keywords[keyword]?.role;
      return role === "assertion" || role === "applicator" || keyword === "$defs";
    });
    if (schema.$ref === undefined) return Object.fromEntries(kept);
    const target = resolveRef(this.#set, file, schema.$ref);
    if ("reason" in target) throw new Error(`${file.path}: ${schema.$ref} leads nowhere: ${target.reason}`);
    refersTo.add(target.file);
    return { ...this.reference(target.file, target.pointer), ...Object.fromEntries(kept) };
  }
}

/** The same schema without the keyword or map entry that the tokens lead to; one whose schema is `false` becomes `true`. */
export function without(schema: SchemaObject, tokens: readonly string[]): SchemaObject {
  const [token, ...rest] = tokens;
  if (token === undefined || !Object.hasOwn(schema, token)) return schema;
  const value = schema[token];
  if (rest.length === 0 && value !== false) {
    const { [token]: _, ...others } = schema;
    return others;
  }
  if (rest.length === 0) return { ...schema, [token]: true };
  if (Array.isArray(value)) {
    const [index, ...below] = rest;
    const items = value.map((item, at) => (String(at) === index && isSchemaObject(item) ? without(item, below) : item));
    return { ...schema, [token]: items };
  }
  return isSchemaObject(value) ? { ...schema, [token]: without(value, rest) } : schema;
}

/** A schema of this package as the type that compat has for it: the files were parsed from JSON. */
export function asJson(schema: Schema): Json {
  return schema as Json;
}
