import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { loadSchemas } from "@metric-events/schema";
import { CheckError } from "../check-error.js";
import { readManifest } from "../versions/manifest.js";
import type { Baseline } from "./baseline.js";

/**
 * The schemas of a folder: one that holds `events/`, or one with `schemas/events/` in it, such as an unpacked package.
 *
 * @throws {CheckError} when it does not exist, or has no schemas.
 */
export function readFolder(path: string, cwd: string): Baseline {
  const folder = resolve(cwd, path);
  const schemas = [folder, join(folder, "schemas")].find((each) => existsSync(join(each, "events")));
  if (schemas === undefined) {
    const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
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
    set: loadSchemas(schemas),
    version: manifest === undefined ? undefined : readManifest(manifest).version,
    isRelease: false,
  };
}
