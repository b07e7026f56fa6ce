import {
  BundledPackages,
  bundleName,
  meaningInConfig,
  PackageFiles,
  type PackageFinder,
  parseManifest,
  parseSchemas,
  projectConfigName,
} from "@metric-events/schema";
import { CheckError } from "../check-error.js";
import { packageVersion } from "../versions/package-version.js";
import { type ArchivedFile, readArchivedFiles } from "./archive-files.js";
import type { Baseline } from "./baseline.js";
import { type PackageRecord, withPackages } from "./packages/baseline-packages.js";
import { parseLockFile } from "./packages/parse-lock-file.js";
import type { PackageProvider } from "./packages/provide-package.js";

/**
 * The schemas that a package archive ships, in `schemas/` or the folder nearest to its top that holds `events/`.
 *
 * @throws {CheckError} when the file cannot be read, is not an archive, or has no schemas.
 */
export async function readArchive(name: string, path: string, provider: PackageProvider): Promise<Baseline> {
  const files = await readArchivedFiles(path);
  const folder = schemasFolder(files);
  if (folder === undefined)
    throw new CheckError(
      "baseline-not-found",
      `${name} ships no schemas: expected files such as schemas/events/<event>.schema.json in it, found ${files.length === 0 ? "no JSON file" : "only others"}`,
    );
  const texts = files.flatMap((file) =>
    file.path.startsWith(folder) ? [{ path: file.path.slice(folder.length), text: file.text }] : [],
  );
  const textOf = (wanted: string): string | undefined => files.find((file) => file.path === wanted)?.text;
  const manifest = textOf("package.json");
  const root = folder === "" ? name : `${name}:${folder.replace(/\/$/, "")}`;
  const bundle = textOf(`${folder}${bundleName}`);
  const formats = meaningInConfig(bundle ?? textOf(projectConfigName) ?? "{}") ?? "annotate";
  return {
    name,
    set:
      bundle === undefined
        ? await withPackages(
            () => archiveRecord(name, manifest, textOf("npm-shrinkwrap.json"), provider),
            (...wanted) => provider.provide(...wanted),
            (packages) => parseSchemas(root, texts, withItself(name, files, packages), formats),
          )
        : parseSchemas(
            root,
            texts,
            withItself(name, files, new BundledPackages(`${root}/${bundleName}`, bundle)),
            formats,
          ),
    version: manifest === undefined ? undefined : packageVersion(manifest)?.version,
    isRelease: true,
  };
}

/** Schemas may refer to others of their own package by its name. */
function withItself(name: string, files: readonly ArchivedFile[], packages: PackageFinder): PackageFinder {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const manifest = parseManifest(texts.get("package.json") ?? "");
  if (manifest === undefined) return packages;
  const itself = new PackageFiles(name, manifest, texts);
  return {
    find: (wanted, from) =>
      wanted === manifest.name && (from === undefined || from.id === itself.id) ? itself : packages.find(wanted, from),
    declared: (from) => packages.declared(from),
  };
}

/** What an archive says of the packages that its schemas refer to, where it does not hold them. */
function archiveRecord(
  baseline: string,
  manifestText: string | undefined,
  shrinkwrap: string | undefined,
  provider: PackageProvider,
): PackageRecord {
  const manifest = parseManifest(manifestText ?? "");
  const name = "npm-shrinkwrap.json";
  return {
    baseline,
    manifest,
    lock: shrinkwrap === undefined ? undefined : { name, file: parseLockFile(name, shrinkwrap), folder: "" },
    declared: provider.mayDeclare([...(manifest?.dependencies.keys() ?? [])]),
    workspacePackage: () => undefined,
  };
}

/** Where events/ is: the prefix of the path, with its slash. */
function schemasFolder(files: readonly ArchivedFile[]): string | undefined {
  const prefixes = files.flatMap(({ path }) => {
    const [, prefix] = /^((?:.*\/)?)events\/[^/]+\.schema\.json$/.exec(path) ?? [];
    return prefix === undefined ? [] : [prefix];
  });
  return prefixes.toSorted(
    (left, right) => left.split("/").length - right.split("/").length || (left < right ? -1 : 1),
  )[0];
}
