import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { BundledPackages, bundleName, loadSchemas, readBounded, type SchemaSet } from "@metric-events/schema";
import { statPath } from "@metric-events/system";
import { CheckError } from "../check-error.js";
import { findManifestFile, readManifest } from "../versions/manifest.js";
import type { Baseline } from "./baseline.js";

interface FolderPlaces {
  readonly cwd: string;
  /** Absolute path of the folder of schemas that are compared. */
  readonly schemas: string;
}

/**
 * The schemas of a folder: one that holds `events/`, or one with `schemas/events/` in it, such as an unpacked package.
 *
 * @throws {CheckError} when it does not exist, or has no schemas.
 */
export function readFolder(path: string, { cwd, schemas: compared }: FolderPlaces): Baseline {
  const folder = resolve(cwd, path);
  const schemas = [folder, join(folder, "schemas")].find((each) => existsSync(join(each, "events")));
  if (schemas === undefined) {
    const isFolder = statPath(folder)?.isDirectory() === true;
    const reason = isFolder ? "it has neither events/ nor schemas/events/ in it" : "the folder does not exist";
    throw new CheckError(
      "baseline-not-found",
      `cannot compare with ${path}: ${reason}; for a revision, write git:${path}`,
    );
  }
  const manifest = [schemas, dirname(schemas)]
    .map((each) => join(each, "package.json"))
    .find((each) => existsSync(each));
  return {
    name: path,
    set: loadWithPackages(schemas, path, compared, [...new Set([schemas, folder])]),
    version: manifest === undefined ? undefined : readManifest(manifest).version,
    isRelease: false,
  };
}

/**
 * A copy of older schemas in the same project would get the packages and the config file of today, which would hide every break in them. So a
 * config file counts only in `own` folders, and packages only from a bundle, or where the folder is in another package.
 */
function loadWithPackages(schemas: string, name: string, compared: string, own: readonly string[]): SchemaSet {
  const bundle = join(schemas, bundleName);
  if (existsSync(bundle)) {
    const read = readBounded(bundle);
    if ("reason" in read) throw new CheckError("unreadable-file", `cannot read ${bundle}: ${read.reason}`);
    return loadSchemas(schemas, new BundledPackages(bundle, new TextDecoder().decode(read.bytes)), own);
  }
  const set = loadSchemas(schemas, undefined, own);
  const [use] = set.links.uses;
  if (use === undefined || findManifestFile(schemas) !== findManifestFile(compared)) return set;
  throw new CheckError(
    "missing-package",
    `${name} refers to the package ${use.name}, and nothing says which version it had; compare with a revision (git:<tag>) or with what metric-events pack wrote, which holds the schemas of packages`,
  );
}
