import { digestOf } from "../cache/digest.js";
import type { DeadEnd } from "./dead-end.js";
import type { SchemaPackage } from "./schema-package.js";

/** The `file:` URI of a file of the set, or why there is none. */
export type PackageLink = { readonly fileUri: string } | DeadEnd;

/** A package that a reference led to. */
export interface PackageUse {
  /** The `id` of the package that refers to it; `undefined` for the schemas themselves. */
  readonly from: string | undefined;
  /** What it is called there. */
  readonly name: string;
  readonly to: SchemaPackage;
}

/** Where references to packages, and those within packages, lead. They were followed when the files were loaded. */
export class PackageLinks {
  readonly #links = new Map<string, PackageLink>();
  readonly #uses = new Map<string, PackageUse>();
  readonly #texts = new Map<string, Map<string, string>>();

  /** The packages that references lead to, each once for each name in each package. */
  get uses(): readonly PackageUse[] {
    return [...this.#uses.values()];
  }

  /** The texts of the files that were read of a package, by their paths. */
  filesRead(id: string): ReadonlyMap<string, string> {
    return this.#texts.get(id) ?? new Map();
  }

  addUse(use: PackageUse): void {
    this.#uses.set(`${use.from ?? ""} ${use.name}`, use);
  }

  addFile(id: string, path: string, text: string): void {
    const texts = this.#texts.get(id) ?? new Map<string, string>();
    texts.set(path, text);
    this.#texts.set(id, texts);
  }

  /** Equal where all references lead to the same. */
  get digest(): string {
    const links = [...this.#links].map(([key, link]) => `${key} ${"reason" in link ? link.reason : link.fileUri}`);
    return digestOf(...links.toSorted());
  }

  /** @param base The reference without its fragment. */
  add(from: { readonly fileUri: string }, base: string, link: PackageLink): void {
    this.#links.set(keyOf(from, base), link);
  }

  /** `undefined` for a reference that leads to a file of the folder. */
  find(from: { readonly fileUri: string }, base: string): PackageLink | undefined {
    return this.#links.get(keyOf(from, base));
  }
}

/** URIs have no blanks. */
function keyOf({ fileUri }: { readonly fileUri: string }, base: string): string {
  return `${fileUri} ${base}`;
}
