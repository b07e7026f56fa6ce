import { isArray, isObject, type JsonObject, type JsonSchema, member } from "../json/value.js";
import { applicators, type Dialect, idKeyword, isReferenceAlone } from "./dialect.js";
import { dialectNamed, otherVocabulary } from "./meta-schema.js";

/** A schema with its own URI: the whole document, or a part of it with `$id`. */
export interface Resource {
  readonly uri: string;
  readonly document: Document;
  readonly pointer: string;
  readonly schema: JsonSchema;
  readonly dialect: Dialect;
  /** Pointers by `$anchor` and `$dynamicAnchor`; in drafts 04 to 07, by an `$id` that is a fragment. */
  readonly anchors: Map<string, string>;
  readonly dynamicAnchors: Set<string>;
}

/** A schema and its place. */
export interface Location {
  readonly resource: Resource;
  readonly pointer: string;
  readonly schema: JsonSchema;
}

/** The anchor name for `$recursiveAnchor: true` (2019-09); a real anchor cannot contain `#`. */
export const recursiveAnchor = "#recursive";

const rootUri = "schema:///root.json";

export interface DocumentOptions {
  /** The dialect of schemas without `$schema`. */
  readonly dialect: Dialect;
  /** Whether `dialect` also applies to a `$schema` that names an unknown dialect. */
  readonly isDialectForced: boolean;
  /** Where the document was found, for relative references. Default: a URI that nothing else has. */
  readonly uri?: string;
  /** Other documents by URI, among which may be the meta-schema that `$schema` names. */
  readonly documents?: Readonly<Record<string, JsonSchema>>;
  /** Schemas that are known to have no `$id` and no anchors in them. */
  readonly plain?: WeakSet<object>;
}

/** One JSON document and an index of the resources in it. */
export class Document {
  readonly resources = new Map<string, Resource>();
  readonly root: Location;
  /** The first `$schema` that names an unknown dialect. */
  unknownDialect: { readonly uri: string; readonly pointer: string } | undefined;
  readonly #byPointer = new Map<string, Resource>();

  constructor(
    readonly name: string,
    schema: JsonSchema,
    readonly options: DocumentOptions,
  ) {
    const resource = this.#addResource(schema, "", options.uri ?? rootUri, options.dialect);
    this.root = { resource, pointer: "", schema };
    this.#index(schema, "", resource);
  }

  /** The location at a path below another one; the names are not escaped. */
  below(location: Location, names: readonly string[]): Location {
    let { resource, pointer, schema } = location;
    for (const name of names) {
      pointer += `/${escapeName(name)}`;
      schema = (isArray(schema) ? schema[Number(name)] : member(schema as JsonObject, name)) as JsonSchema;
      resource = this.#byPointer.get(pointer) ?? resource;
    }
    return { resource, pointer, schema };
  }

  /** The location at a JSON Pointer relative to a resource. */
  at(resource: Resource, pointer: string): Location | undefined {
    let location: Location = { resource, pointer: resource.pointer, schema: resource.schema };
    for (const name of pointer.split("/").slice(1).map(unescapeName)) {
      const { schema } = location;
      const isThere = isArray(schema)
        ? /^(0|[1-9]\d*)$/.test(name) && Number(name) < schema.length
        : isObject(schema) && Object.hasOwn(schema, name);
      if (!isThere) return undefined;
      location = this.below(location, [name]);
    }
    return location;
  }

  #addResource(schema: JsonSchema, pointer: string, base: string, inherited: Dialect): Resource {
    const dialect = this.#dialectOf(schema, pointer, inherited);
    const id = isObject(schema) ? member(schema, idKeyword(dialect)) : undefined;
    const uri = typeof id === "string" ? (absolute(id, base) ?? base) : base;
    const resource = {
      uri: withoutFragment(uri),
      document: this,
      pointer,
      schema,
      dialect,
      anchors: new Map<string, string>(),
      dynamicAnchors: new Set<string>(),
    };
    if (!this.resources.has(resource.uri)) this.resources.set(resource.uri, resource);
    this.#byPointer.set(pointer, resource);
    return resource;
  }

  #dialectOf(schema: JsonSchema, pointer: string, inherited: Dialect): Dialect {
    const uri = isObject(schema) ? member(schema, "$schema") : undefined;
    if (typeof uri !== "string") return inherited;
    const dialect = dialectNamed(uri, this.options.documents ?? {});
    const isUnknown = dialect === undefined && !this.options.isDialectForced;
    if (isUnknown || dialect === otherVocabulary) this.unknownDialect ??= { uri, pointer };
    return dialect === undefined || dialect === otherVocabulary ? inherited : dialect;
  }

  #index(schema: JsonSchema, pointer: string, outer: Resource): void {
    if (!isObject(schema) || this.options.plain?.has(schema) === true) return;
    const resource = this.#resourceAt(schema, pointer, outer);
    for (const keyword of ["$anchor", "$dynamicAnchor"]) {
      const name = member(schema, keyword);
      if (typeof name !== "string") continue;
      resource.anchors.set(name, pointer);
      if (keyword === "$dynamicAnchor") resource.dynamicAnchors.add(name);
    }
    if (schema.$recursiveAnchor === true && resource.pointer === pointer) resource.dynamicAnchors.add(recursiveAnchor);
    for (const [keyword, shape] of Object.entries(applicators[resource.dialect])) {
      const value = member(schema, keyword);
      if (value === undefined) continue;
      const at = `${pointer}/${escapeName(keyword)}`;
      if (shape === "schema" || (shape === "schema-or-schemas" && !isArray(value))) this.#index(value, at, resource);
      else if (isArray(value)) value.forEach((item, index) => this.#index(item, `${at}/${index}`, resource));
      else if (isObject(value)) {
        for (const [name, child] of Object.entries(value)) this.#index(child, `${at}/${escapeName(name)}`, resource);
      }
    }
  }

  /** The resource that a schema starts, or the one that it is in. */
  #resourceAt(schema: JsonObject, pointer: string, outer: Resource): Resource {
    if (pointer === "") return outer;
    const id = member(schema, idKeyword(outer.dialect)) ?? member(schema, "$id");
    if (typeof id !== "string" || (isReferenceAlone(outer.dialect) && "$ref" in schema)) return outer;
    if (!id.startsWith("#")) return this.#addResource(schema, pointer, outer.uri, outer.dialect);
    outer.anchors.set(id.slice(1), pointer);
    return outer;
  }
}

export function absolute(reference: string, base: string): string | undefined {
  return URL.canParse(reference, base) ? new URL(reference, base).href : undefined;
}

export function withoutFragment(uri: string): string {
  return uri.replace(/#.*$/s, "");
}

export function escapeName(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function unescapeName(name: string): string {
  return name.replaceAll("~1", "/").replaceAll("~0", "~");
}
