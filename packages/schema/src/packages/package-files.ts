import { posix } from "node:path";
import { pathToFileURL } from "node:url";
import { schemaSuffix } from "../find-schema-files.js";
import type { PackageManifest, SchemaPackage } from "./schema-package.js";

/** A package that is not in a folder, but in an archive or a commit. */
export class PackageFiles implements SchemaPackage {
  readonly id: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly manifest: PackageManifest;
  readonly rootUri: string;
  readonly #shown: string;
  readonly #texts: ReadonlyMap<string, string>;

  /**
   * @param shown What people know it by, such as `npm:@acme/envelope@1.2.0`.
   * @param texts The files that references may lead to, by their paths in the package.
   */
  constructor(shown: string, manifest: PackageManifest, texts: ReadonlyMap<string, string>) {
    this.id = shown;
    this.name = manifest.name;
    this.version = manifest.version;
    this.manifest = manifest;
    // No folder of schemas has such a path.
    this.rootUri = `${pathToFileURL(`/\0${shown}`).href}/`;
    this.#shown = shown;
    this.#texts = texts;
  }

  uriOf(path: string): string {
    return new URL(path.split("/").map(encodeURIComponent).join("/"), this.rootUri).href;
  }

  show(path: string): string {
    return `${this.#shown}/${path}`;
  }

  read(path: string): { readonly bytes: Uint8Array } | { readonly reason: string } {
    const text = this.#texts.get(posix.normalize(path));
    return text === undefined ? { reason: "there is no such file" } : { bytes: new TextEncoder().encode(text) };
  }

  schemaFiles(): readonly string[] {
    const paths = [...this.#texts.keys()].filter((path) => path.startsWith("schemas/") && path.endsWith(schemaSuffix));
    return paths.toSorted();
  }
}
