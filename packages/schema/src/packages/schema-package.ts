import { isRecord } from "@metric-events/runtime";
import { parseBounded } from "../parse-bounded.js";
import type { DeadEnd } from "./dead-end.js";
import { exportedPath } from "./exported-path.js";
import type { FilePackage } from "./file-package.js";

/** A package as its package.json describes it. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string | undefined;
  readonly exports: unknown;
  /** The packages that it may refer to, by the ranges of versions that it takes. */
  readonly dependencies: ReadonlyMap<string, string>;
  /** Whether it is the top of a workspace of npm or Yarn. */
  readonly hasWorkspaces: boolean;
}

/** A package whose schemas others refer to: a folder, or the files of an archive or a commit. */
export interface SchemaPackage extends FilePackage {
  readonly manifest: PackageManifest;
  /** The URI of its folder, with a slash at the end. */
  readonly rootUri: string;
  /** The URI of a file in it. */
  uriOf(path: string): string;
  /** The path of a file in it, for people. */
  show(path: string): string;
  read(path: string): { readonly bytes: Uint8Array } | { readonly reason: string };
  /** The paths of its schema files, in `schemas/`: what others may refer to by an absolute `$id`. */
  schemaFiles(): readonly string[];
}

/** Where packages are found. */
export interface PackageFinder {
  /** What a name means in a package or, for `undefined`, in the schemas that are being loaded. A dead end suggests another name. */
  find(name: string, from: SchemaPackage | undefined): SchemaPackage | DeadEnd;
  /** The names of packages whose schemas may be referred to by an absolute `$id`, from a package or the schemas that are being loaded. */
  declared(from: SchemaPackage | undefined): readonly string[];
}

/** For schemas that refer to no packages. */
export const noPackages: PackageFinder = {
  find: (name) => ({ reason: `the package ${name} is not installed here`, suggestion: undefined }),
  declared: () => [],
};

/** The path of the file that others get by `npm:<package>/<path>`. */
export function pathFor({ manifest, name, version }: SchemaPackage, path: string): string | DeadEnd {
  const found = exportedPath(manifest.exports, path);
  if (typeof found === "string") return found;
  return { ...found, reason: `${labelOf({ name, version })}: ${found.reason}` };
}

/** A package for people: `@acme/envelope 1.2.0`. */
export function labelOf({ name, version }: Pick<FilePackage, "name" | "version">): string {
  return version === undefined ? name : `${name} ${version}`;
}

const dependencyKeys = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;

/** What a package.json says; `undefined` where it is not one. */
export function parseManifest(text: string): PackageManifest | undefined {
  const data = parseBounded(text);
  if (!isRecord(data)) return undefined;
  const { name, version, exports } = data;
  const dependencies = new Map<string, string>();
  for (const key of dependencyKeys) {
    for (const [dependency, range] of Object.entries(isRecord(data[key]) ? data[key] : {})) {
      if (typeof range === "string" && !dependencies.has(dependency)) dependencies.set(dependency, range);
    }
  }
  return {
    name: typeof name === "string" ? name : "",
    version: typeof version === "string" ? version : undefined,
    exports,
    dependencies,
    hasWorkspaces: data["workspaces"] !== undefined,
  };
}
