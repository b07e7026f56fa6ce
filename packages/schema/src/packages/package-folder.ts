import { existsSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { isSystemError, systemReason } from "@metric-events/system";
import { findSchemaFiles, staysWithin } from "../find-schema-files.js";
import { showPath } from "../show-path.js";
import { readBounded } from "./read-bounded.js";
import { type PackageManifest, parseManifest, type SchemaPackage } from "./schema-package.js";

/** Reads the package.json of a folder. */
export function readManifestIn(
  folder: string,
): { readonly manifest: PackageManifest } | { readonly reason: string } | undefined {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  const read = readBounded(file);
  if ("reason" in read) return { reason: `cannot read ${showPath(file)}: ${read.reason}` };
  const manifest = parseManifest(new TextDecoder().decode(read.bytes));
  return manifest === undefined ? { reason: `${showPath(file)} is not a package.json` } : { manifest };
}

/** A package in a folder. Nothing of it is run. */
export class PackageFolder implements SchemaPackage {
  readonly id: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly manifest: PackageManifest;
  readonly rootUri: string;
  /** The folder, without links. */
  readonly root: string;
  readonly #shown: string;

  /** @param shown The way to the folder that people take: it may lead through a link. */
  constructor(root: string, shown: string, manifest: PackageManifest) {
    this.id = root;
    this.root = root;
    this.#shown = shown;
    this.name = manifest.name;
    this.version = manifest.version;
    this.manifest = manifest;
    this.rootUri = `${pathToFileURL(root).href}/`;
  }

  uriOf(path: string): string {
    return pathToFileURL(join(this.root, path)).href;
  }

  show(path: string): string {
    return showPath(join(this.#shown, path));
  }

  read(path: string): { readonly bytes: Uint8Array } | { readonly reason: string } {
    let real: string;
    try {
      real = realpathSync(join(this.root, path));
    } catch (error) {
      const isMissing = isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR");
      return { reason: isMissing ? "there is no such file" : systemReason(error) };
    }
    return staysWithin(real, this.root) ? readBounded(real) : { reason: "it is a link out of the package" };
  }

  schemaFiles(): readonly string[] {
    const folder = join(this.root, "schemas");
    if (!existsSync(folder) || !staysWithin(realpathSync(folder), this.root)) return [];
    return findSchemaFiles(folder).files.map((path) => relative(this.root, join(folder, path)).split(sep).join("/"));
  }
}
