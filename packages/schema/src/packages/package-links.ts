import { digestOf } from "../cache/digest.js";

/** Why a reference leads nowhere. */
export interface DeadEnd {
  readonly reason: string;
  readonly suggestion: string | undefined;
}

/** The `file:` URI of a file of the set, or why there is none. */
export type PackageLink = { readonly fileUri: string } | DeadEnd;

/** Where references to packages, and those within packages, lead. They were followed when the files were loaded. */
export class PackageLinks {
  readonly #links = new Map<string, PackageLink>();

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
