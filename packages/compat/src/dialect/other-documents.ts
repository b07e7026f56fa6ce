import { absolute, Document, type DocumentOptions, type Resource, withoutFragment } from "./document.js";

/** Documents that a schema may refer to, by the URI at which each would be found. Indexed only when one is asked for. */
export class OtherDocuments {
  #resources: Map<string, Resource> | undefined;

  constructor(readonly options: DocumentOptions) {}

  /** The resource with this URI: a document as a whole, or a part of one with `$id`. */
  resource(uri: string): Resource | undefined {
    this.#resources ??= this.#index();
    return this.#resources.get(uri);
  }

  #index(): Map<string, Resource> {
    const documents = Object.entries(this.options.documents ?? {}).map(([uri, schema]) => {
      const base = withoutFragment(absolute(uri, "schema:///") ?? uri);
      return { base, document: new Document(base, schema, { ...this.options, uri: base }) };
    });
    const resources = new Map<string, Resource>();
    for (const { document } of documents)
      for (const [uri, resource] of document.resources) resources.set(uri, resource);
    // A document is found at its own URI, whatever its $id says.
    for (const { base, document } of documents) resources.set(base, document.root.resource);
    return resources;
  }
}
