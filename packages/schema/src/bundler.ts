import { joinPointer, pointerTokens } from "@metric-events/runtime";
import { rulesOfSchema } from "./checked-formats.js";
import type { SourceLocation } from "./diagnostic.js";
import { keywords } from "./keywords.js";
import type { SchemaFile, SchemaSet } from "./load.js";
import { fileOf } from "./parse-schema-file.js";
import { resolvePointer } from "./pointer.js";
import { resolveRef } from "./resolve.js";
import { isSchemaObject, type SchemaObject } from "./schema-types.js";
import { indexOf } from "./set-index.js";
import { mapSubschemas } from "./walk.js";
import { without } from "./without.js";

/** A schema file as a part of bundles, and the files that it refers to. */
interface Member {
  readonly schema: SchemaObject;
  readonly refersTo: readonly SchemaFile[];
}

/** A schema with the files that it refers to, each under a name of its own. */
export type Bundle = SchemaObject & { readonly $defs: Readonly<Record<string, SchemaObject>> };

/** Puts schema files that refer to each other into one document, which is what `compat` and Ajv take. */
export class Bundler {
  readonly #set: SchemaSet;
  readonly #keeps: (keyword: string) => boolean;
  readonly #members = new Map<SchemaFile, Member>();

  /** All references of the set must resolve. Keywords that decide nothing are left out, unless `keeps` says to keep them. */
  constructor(set: SchemaSet, keeps: (keyword: string) => boolean = () => false) {
    this.#set = set;
    this.#keeps = keeps;
  }

  /** A `$ref` to a place in a file, for use in any bundle. */
  reference(file: SchemaFile, pointer: string): SchemaObject {
    const tokens = ["$defs", this.#nameOf(file), ...pointerTokens(pointer)];
    return {
      $ref: `#${joinPointer("", ...tokens)
        .split("/")
        .map(encodeURIComponent)
        .join("/")}`,
    };
  }

  /** What bundles have in the place of a schema in a file. */
  schemaAt(file: SchemaFile, pointer: string): unknown {
    return resolvePointer(this.#member(file).schema, pointer);
  }

  /** A document that applies `schema`, whose references may lead into the file, with all files that it needs. */
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

  /** A document with all files of the set. */
  bundleAll(): Bundle {
    return {
      $defs: Object.fromEntries(this.#set.files.map((file) => [this.#nameOf(file), this.#member(file).schema])),
    };
  }

  /** The file for a name in `$defs` of a bundle. */
  fileOf(name: string): SchemaFile {
    const file = this.#set.files[Number(name)];
    if (file === undefined) throw new Error(`no file ${name} in the bundle`);
    return file;
  }

  /** The place in its file of the value at a JSON Pointer into a bundle, or of the nearest one around it; `undefined` outside of the files. */
  locate(pointer: string): SourceLocation | undefined {
    const [$defs, name, ...tokens] = pointerTokens(pointer);
    if ($defs !== "$defs" || name === undefined) return undefined;
    const file = this.fileOf(name);
    const within = joinPointer("", ...tokens);
    const { line, column } = file.document.locate(within, "key");
    return { ...fileOf(file), line, column, pointer: within };
  }

  /** Leaves keywords out of all bundles from now on. */
  leaveOut(file: SchemaFile, pointers: readonly string[]): void {
    const { refersTo, schema } = this.#member(file);
    const left = pointers.reduce((rest, pointer) => without(rest, pointerTokens(pointer)), schema);
    this.#members.set(file, { refersTo, schema: left });
  }

  #nameOf(file: SchemaFile): string {
    return String(indexOf(this.#set).positions.get(file) ?? -1);
  }

  #member(file: SchemaFile): Member {
    const known = this.#members.get(file);
    if (known !== undefined) return known;
    const refersTo = new Set<SchemaFile>();
    const member = { schema: this.#rewrite(file.schema, file, refersTo), refersTo: [...refersTo] };
    this.#members.set(file, member);
    return member;
  }

  /** Without identities and most annotations, which have done their work by now. */
  #rewrite(schema: SchemaObject, file: SchemaFile, refersTo: Set<SchemaFile>): SchemaObject {
    const mapped = mapSubschemas(schema, ({ schema: sub }) =>
      isSchemaObject(sub) ? this.#rewrite(sub, file, refersTo) : sub,
    );
    const kept = Object.entries(mapped).filter(([keyword]) => {
      const role = keywords[keyword]?.role;
      return role === "assertion" || role === "applicator" || keyword === "$defs" || this.#keeps(keyword);
    });
    const rules = this.#set.formats === "assert" ? rulesOfSchema(schema) : undefined;
    if (rules !== undefined) kept.push(["allOf", [...(mapped.allOf ?? []), rules]]);
    if (schema.$ref === undefined) return Object.fromEntries(kept);
    const target = resolveRef(this.#set, file, schema.$ref);
    if ("reason" in target) throw new Error(`${file.path}: ${schema.$ref} leads nowhere: ${target.reason}`);
    refersTo.add(target.file);
    return { ...this.reference(target.file, target.pointer), ...Object.fromEntries(kept) };
  }
}
