import { absolute, type Document, type Location, recursiveAnchor, withoutFragment } from "./document.js";
import { standardDocument } from "./standard.js";

/**
 * The dynamic scope, reduced to what can be asked of it: for each dynamic anchor, the outermost resource on the way here
 * that has it. There are finitely many of these, so `$dynamicRef` is decided exactly, also in recursion.
 */
export type DynamicScope = ReadonlyMap<string, Location>;

/** A document and the meta-schemas that it refers to. */
export class Library {
  readonly #standard = new Map<string, Document | undefined>();

  constructor(readonly document: Document) {}

  /** Where `$ref` leads from here. */
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

  /** Where `$dynamicRef` leads: to the outermost resource with the anchor, if the first target is such an anchor. */
  resolveDynamic(reference: string, from: Location, scope: DynamicScope): Location | undefined {
    const target = this.resolve(reference, from);
    const anchor = decodeFragment(absolute(reference, from.resource.uri) ?? "");
    if (target === undefined || !target.resource.dynamicAnchors.has(anchor)) return target;
    return scope.get(anchor) ?? target;
  }

  /** Where `$recursiveRef: "#"` (2019-09) leads. */
  resolveRecursive(from: Location, scope: DynamicScope): Location | undefined {
    const target = this.resolve("#", from);
    if (target === undefined || !target.resource.dynamicAnchors.has(recursiveAnchor)) return target;
    return scope.get(recursiveAnchor) ?? target;
  }

  /** The scope inside of a location, seen from outside: what its resource adds, where nothing outer has it. */
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
