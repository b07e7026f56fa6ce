import { absolute, type Document, type Location, type Resource, recursiveAnchor, withoutFragment } from "./document.js";
import type { OtherDocuments } from "./other-documents.js";
import { standardDocument } from "./standard.js";

/**
 * The dynamic scope, reduced to what `$dynamicRef` can ask: for each dynamic anchor, the outermost resource on the way here
 * that has it. There are finitely many such scopes, so `$dynamicRef` is exact even in recursion.
 */
export type DynamicScope = ReadonlyMap<string, Location>;

/** A document and those that it may refer to: given ones, and the standard meta-schemas. */
export class Library {
  readonly #standard = new Map<string, Document | undefined>();

  constructor(
    readonly document: Document,
    readonly others: OtherDocuments,
  ) {}

  /** The target of `$ref`, `$dynamicRef` or `$recursiveRef`. */
  follow(keyword: string, reference: string, from: Location, scope: DynamicScope): Location | undefined {
    if (keyword === "$recursiveRef") return reference === "#" ? this.#resolveRecursive(from, scope) : undefined;
    if (keyword === "$dynamicRef") return this.#resolveDynamic(reference, from, scope);
    return this.resolve(reference, from);
  }

  /** The target of `$ref`. */
  resolve(reference: string, from: Location): Location | undefined {
    const uri = absolute(reference, from.resource.uri);
    if (uri === undefined) return undefined;
    const resource = this.#resource(withoutFragment(uri), from.resource.document);
    if (resource === undefined) return undefined;
    const fragment = decodeFragment(uri);
    if (fragment === "" || fragment.startsWith("/")) return resource.document.at(resource, fragment);
    const anchor = resource.anchors.get(fragment);
    return anchor === undefined ? undefined : resource.document.at(resource, anchor.slice(resource.pointer.length));
  }

  /** The target of `$dynamicRef`: in the outermost resource with the anchor, if the static target is a dynamic anchor. */
  #resolveDynamic(reference: string, from: Location, scope: DynamicScope): Location | undefined {
    const target = this.resolve(reference, from);
    const anchor = decodeFragment(absolute(reference, from.resource.uri) ?? "");
    if (target === undefined || !target.resource.dynamicAnchors.has(anchor)) return target;
    return scope.get(anchor) ?? target;
  }

  /** The target of `$recursiveRef: "#"` (2019-09). */
  #resolveRecursive(from: Location, scope: DynamicScope): Location | undefined {
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

  #resource(uri: string, near: Document): Resource | undefined {
    return (
      near.resources.get(uri) ??
      this.document.resources.get(uri) ??
      this.others.resource(uri) ??
      this.#meta(uri)?.root.resource
    );
  }

  #meta(uri: string): Document | undefined {
    if (!this.#standard.has(uri)) this.#standard.set(uri, standardDocument(uri));
    return this.#standard.get(uri);
  }
}

/** A text that two locations share only when they are one, under dynamic scopes that resolve the same. */
export function keyOf(location: Location, scope: DynamicScope): string {
  const dynamic = [...scope].map(([name, { resource, pointer }]) => `${name}@${resource.document.name}${pointer}`);
  return `${dynamic.join(";")} ${location.resource.document.name}#${location.pointer}`;
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
