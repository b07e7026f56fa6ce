import { isReferenceAlone } from "../dialect/dialect.js";
import { Document, type Location, type Resource } from "../dialect/document.js";
import { Library } from "../dialect/library.js";
import { OtherDocuments } from "../dialect/other-documents.js";
import { isDeeperThan, isObject, type JsonObject, type JsonSchema, member } from "../json/value.js";
import { maxSchemaDepth, type Options } from "../question.js";
import { keywordsOf } from "./keywords-of.js";
import { mergeNodes } from "./merge.js";
import type { Annotations, Entry, Node, Normal, ReferenceNode, SchemaNode, ValueEntry } from "./node.js";

export interface NormalizeOptions extends Pick<Options, "dialect" | "documents"> {
  /** A prefix for the keys of definitions, so that the keys of two documents never meet. */
  readonly prefix: string;
  /** Annotation keywords to keep for comparison. */
  readonly annotations: readonly string[];
}

/** The normal form of a schema. Never fails: what cannot be normalized becomes an opaque node. */
export function normalize(schema: JsonSchema, options: NormalizeOptions): Normal {
  if (isDeeperThan(schema, maxSchemaDepth))
    return { root: { kind: "opaque", value: schema, location: "" }, definitions: new Map() };
  return new Normalizer(schema, options).run();
}

class Normalizer {
  readonly #document: Document;
  readonly #library: Library;
  readonly #options: NormalizeOptions;
  readonly #nodes = new Map<string, Node>();
  readonly #definitions = new Map<string, Node>();
  /** Definitions that something refers to. */
  readonly #wanted = new Map<string, Location>();
  /** Schemas that are being normalized, from the root down to here. */
  readonly #open = new Set<string>();

  constructor(schema: JsonSchema, options: NormalizeOptions) {
    const { dialect, documents = {} } = options;
    const settings = { dialect: dialect ?? "2020-12", isDialectForced: dialect !== undefined, documents };
    this.#document = new Document("document", schema, settings);
    this.#library = new Library(this.#document, new OtherDocuments(settings));
    this.#options = options;
  }

  run(): Normal {
    const root = this.#child(this.#document.root);
    for (const [key, location] of this.#wanted) {
      this.#definitions.set(key, this.#described(location));
    }
    return { root, definitions: this.#definitions };
  }

  /** The node of a subschema that applies to a part of the instance. */
  #child(location: Location): Node {
    const target = this.#onlyTarget(location);
    return target === undefined ? this.#described(location) : this.#reference(target, location);
  }

  #described(location: Location): Node {
    const { schema, pointer } = location;
    if (typeof schema === "boolean") return { kind: "boolean", value: schema, location: pointer };
    if (!isObject(schema)) return { kind: "opaque", value: schema, location: pointer };
    const known = this.#nodes.get(pointer);
    if (known !== undefined) return known;
    this.#open.add(pointer);
    const node = this.#schemaNode(location, schema);
    this.#open.delete(pointer);
    this.#nodes.set(pointer, node);
    return node;
  }

  #schemaNode(location: Location, schema: JsonObject): Node {
    const { pointer } = location;
    const reference = this.#reference$(location, schema);
    if (reference === "nowhere") return { kind: "opaque", value: schema, location: pointer };
    const isAlone = reference !== undefined && isReferenceAlone(location.resource.dialect);
    const below = (...path: readonly string[]): Node => this.#child(this.#document.below(location, path));
    const keywords = isAlone ? new Map<string, Entry>() : keywordsOf(location, schema, below);
    if (keywords === undefined) return { kind: "opaque", value: schema, location: pointer };
    const { allOf, ...rest } = Object.fromEntries(keywords);
    const own: SchemaNode = {
      kind: "schema",
      keywords: new Map(Object.entries(rest)),
      annotations: this.#annotationsOf(location),
      location: pointer,
    };
    const branches = [
      ...(reference === undefined ? [] : [this.#branch(reference)]),
      ...(allOf?.shape === "list" ? allOf.nodes.map((node) => this.#expand(node) ?? node) : []),
    ];
    return withBranches(own, branches, allOf?.location ?? `${pointer}/$ref`, (node) => this.#expand(node));
  }

  /** A schema that applies in place: its node, or a reference while that node is still being made. */
  #branch(location: Location): Node {
    return this.#open.has(location.pointer) ? this.#reference(location, location) : this.#described(location);
  }

  /** The target of a reference, unless it is still being made. */
  #expand(node: Node): Node | undefined {
    if (node.kind !== "reference") return node;
    const location = this.#wanted.get(node.key);
    if (location === undefined || this.#open.has(location.pointer)) return undefined;
    const target = this.#described(location);
    return target.kind === "schema" ? annotated(target, node.annotations) : target;
  }

  #reference(target: Location, from: Location): ReferenceNode {
    const key = `${this.#options.prefix}${target.pointer}`;
    this.#wanted.set(key, target);
    return { kind: "reference", key, location: from.pointer, annotations: this.#annotationsOf(from) };
  }

  /** The target of a schema that is nothing but a reference. */
  #onlyTarget(location: Location): Location | undefined {
    const { schema } = location;
    if (!isObject(schema)) return undefined;
    const target = this.#reference$(location, schema);
    if (target === undefined || target === "nowhere") return undefined;
    if (isReferenceAlone(location.resource.dialect)) return target;
    return keywordsOf(location, schema, anyNode)?.size === 0 ? target : undefined;
  }

  /**
   * The target of `$ref`, or of a `$dynamicRef` or `$recursiveRef` that can only mean one place; "nowhere" when it is outside the
   * document or depends on the way to here.
   */
  #reference$(location: Location, schema: JsonObject): Location | "nowhere" | undefined {
    const $ref = member(schema, "$ref");
    const dynamic = member(schema, "$dynamicRef") ?? member(schema, "$recursiveRef");
    if (dynamic !== undefined && $ref !== undefined) return "nowhere";
    const reference = $ref ?? dynamic;
    if (reference === undefined) return undefined;
    const target = typeof reference === "string" ? this.#library.resolve(reference, location) : undefined;
    if (target === undefined || target.resource.document !== this.#document) return "nowhere";
    return dynamic === undefined || !this.#isOverridden(target.resource) ? target : "nowhere";
  }

  /** Whether another resource may replace a dynamic target. */
  #isOverridden(resource: Resource): boolean {
    const others = [...this.#document.resources.values()].filter((other) => other !== resource);
    return others.some(({ dynamicAnchors }) => dynamicAnchors.size > 0);
  }

  #annotationsOf({ schema, pointer }: Location): Annotations {
    if (!isObject(schema)) return new Map();
    const entries = this.#options.annotations.flatMap((keyword): [string, ValueEntry][] => {
      const value = member(schema, keyword);
      return value === undefined ? [] : [[keyword, { shape: "value", value, location: `${pointer}/${keyword}` }]];
    });
    return new Map(entries);
  }
}

/** `own` with its branches merged into it; those that cannot be merged stay in `allOf`. */
function withBranches(
  own: SchemaNode,
  branches: readonly Node[],
  location: string,
  expand: (node: Node) => Node | undefined,
): Node {
  const apart: Node[] = [];
  let merged = own;
  for (const branch of branches.toReversed()) {
    if (branch.kind === "boolean" && branch.value) continue;
    const both = branch.kind === "schema" ? mergeNodes(branch, merged, expand) : undefined;
    if (both === undefined) apart.unshift(branch);
    else merged = both;
  }
  if (apart.length === 0) return merged;
  const inner = merged.keywords.get("allOf");
  const nodes = [...apart, ...(inner?.shape === "list" ? inner.nodes : [])];
  return { ...merged, keywords: new Map([...merged.keywords, ["allOf", { shape: "list", nodes, location }]]) };
}

/** A placeholder for subschemas, where only the names of keywords count. */
function anyNode(): Node {
  return { kind: "boolean", value: true, location: "" };
}

function annotated(node: SchemaNode, annotations: Annotations): SchemaNode {
  return annotations.size === 0 ? node : { ...node, annotations: new Map([...node.annotations, ...annotations]) };
}
