import { dirname, relative, sep } from "node:path";
import type { PackageManifest, SchemaSet } from "@metric-events/schema";
import type { FilePlaces } from "../versions/json-places.js";
import type { PackedArchive } from "./npm-pack.js";

/** What is known of a package before it is judged. */
export interface PackageFacts {
  /** Absolute path of its package.json. */
  readonly manifestFile: string;
  readonly manifest: PackageManifest;
  /** The whole of package.json. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly places: FilePlaces;
  readonly set: SchemaSet;
  /** The folder of the schemas, relative to the package, with slashes. */
  readonly schemas: string;
  /** Whether code is generated from the schemas. */
  readonly hasCode: boolean;
  /** Generated files that are missing or stale, relative to the working directory. */
  readonly stale: readonly string[];
  readonly archive: PackedArchive;
  /** Whether the archive that npm makes is what will be published. */
  readonly isWritten: boolean;
}

/** A path below the folder of a package.json, with slashes; it begins with `..` outside of it. */
export function pathInPackage(manifestFile: string, path: string): string {
  return relative(dirname(manifestFile), path).split(sep).join("/");
}
