import { absolute, type Document, type Location, recursiveAnchor, withoutFragment } from "./document.js";
import { standardDocument } from "./standard.js";

/**
 * The dynamic scope, reduced to what `$dynamicRef` can ask: for each dynamic anchor, the outermost resource on the way here
 * that has it. There are finitely many such scopes, so `$dynamicRef` is exact even in recursion.
 */
export type DynamicScope = ReadonlyMap<string, Location>;

/** A document and the meta-schemas that it refers to. */
export class Library {
  readonly #standard = new Map<string, Document | undefined>();

  constructor(readonly document: Document) {}

  /** The target of `$ref`. */
  resolve(reference: string, from: Location): Location | undefined {
    const uri = absolute(reference, from.resource.uri);
    if (uri === undefined) return undefined;
    const document = from.resource.document;
    const resource = document.resources.get(withoutFragment(uri)) ?? this.#meta(withoutFragment(uri))?.root.resource;
    if (resource === undefined) return undefined;
    const fragment = decodeFragment(uri);
    if (fragment === "" || fragment.startsWith("/")) return resource.document.at(resource, fragment);
    const anchor = resource.anchors.get(fragment);
    return anchor === undefined ? undefined : resource.document.at(resource, anchor.slice(resource.pointer.length));
  }

  /** The target of `$dynamicRef`: in the outermost resource with the anchor, if the static target is a dynamic anchor. */
  resolveDynamic(reference: string, from: Location, scope: DynamicScope): Location | undefined {
    const target = this.resolve(reference, from);
    const anchor = decodeFragment(absolute(reference, from.resource.uri) ?? "");
    if (target === undefined || !target.resource.dynamicAnchors.has(anchor)) return target;
    return scope.get(anchor) ?? target;
  }

  /** The target of `$recursiveRef: "#"` (2019-09). */
  resolveRecursive(from: Location, scope: DynamicScope): Location | undefined {
    const target = this.resolve("#", from);
    if (target === undefined || !target.resource.dynamicAnchors.has(recursiveAnchor)) return target;
    return scope.get(recursiveAnchor) ?? target;
  }

  /** The scope inside a location: the outer scope, and those anchors of its resource that the outer scope lacks. */
  enter(scope: DynamicScope, { resource }: Location): DynamicScope {
    const added = [...resource.dynamicAnchors].filter((anchor) => !scope.has(anchor));
    if (added.length === 0) return scope;
    const root = { resource, pointer: resource.pointer, schema: resource.schema };
    const entries = added.map((anchor) => {
      const pointer = resource.anchors.get(anchor);
      return [anchor, pointer === undefined ? root : (this.resolve(`#${anchor}`, root) ?? root)] as const;
    });
    return new Map([...scope, ...entries]);
  }

  #meta(uri: string): Document | undefined {
    if (!this.#standard.has(uri)) this.#standard.set(uri, standardDocument(uri));
    return this.#standard.get(uri);
  }
}

function decodeFragment(uri: string): string {
  const start = uri.indexOf("#");
  if (start === -1) return "";
  try {
    return decodeURIComponent(uri.slice(start + 1));
  } catch {
    return uri.slice(start + 1);
  }
}
