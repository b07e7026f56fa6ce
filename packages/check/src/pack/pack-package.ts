import { dirname, relative, resolve } from "node:path";
import { generateProject, type ProjectOptions } from "@metric-events/codegen";
import { loadUsableSchemas, parseBounded, parseManifest, readBounded, type SchemaSet } from "@metric-events/schema";
import { PackageProvider } from "../baselines/packages/provide-package.js";
import { CheckError } from "../check-error.js";
import { type CheckOptions, checkSet } from "../check-schemas.js";
import { type CheckResult, emptyResult, errorsOf } from "../result.js";
import { placesIn } from "../versions/json-places.js";
import { findManifestFile } from "../versions/manifest.js";
import { judgePackage } from "./judge-package.js";
import { withPackedFolder } from "./npm-pack.js";
import type { PackFinding } from "./pack-finding.js";
import { type PackageFacts, pathInPackage } from "./package-facts.js";
import { writeSelfContained } from "./self-contained.js";

export interface PackOptions extends Omit<CheckOptions, "logs">, Pick<ProjectOptions, "code" | "importExtension"> {
  /** Folder of the generated modules, absolute; `undefined` where none are generated. */
  readonly out?: string | undefined;
  /** The field reference, absolute; `undefined` where there is none. */
  readonly reference?: string | undefined;
  /** The models for Python, absolute; `undefined` where there are none. */
  readonly python?: string | undefined;
  /** Folder that the archive is written into, relative to `cwd`; `undefined` to check only. */
  readonly target: string | undefined;
}

/** What a package lacks to be published, and what was written. */
export interface PackResult {
  readonly findings: readonly PackFinding[];
  /** What changed since the releases, and whether the version says so. */
  readonly check: CheckResult;
  readonly name: string;
  readonly version: string | undefined;
  /** How many files npm packs. */
  readonly files: number;
  /** The archive that was written; `undefined` where something is wrong, or nothing was to be written. */
  readonly archive: string | undefined;
  /** The file in it that holds what the schemas need besides their own files; `undefined` where that is nothing. */
  readonly bundle: string | undefined;
  /** What that is: schemas of packages, or that formats are checked. */
  readonly bundled: readonly ("packages" | "formats")[];
}

/**
 * Checks what a package of schemas would publish, and writes its archive if nothing is wrong. No script of the package is run.
 *
 * @throws {UnusableSchemasError} for schemas that the lint refuses.
 * @throws {CheckError} for a baseline that cannot be read, and when npm cannot pack the package.
 */
export async function packPackage(options: PackOptions): Promise<PackResult> {
  const { cwd = process.cwd(), target } = options;
  const schemas = resolve(cwd, options.schemas);
  const set = loadUsableSchemas(schemas, options.cache);
  const manifestFile = options.manifest === undefined ? findManifestFile(schemas) : resolve(cwd, options.manifest);
  if (manifestFile === undefined) {
    throw new CheckError("unreadable-file", `${set.root} is in no package: expected a package.json beside it or above`);
  }
  const check = await checked(set, options);
  return withPackedFolder(dirname(manifestFile), async (archive, packed) => {
    const facts: PackageFacts = {
      ...readPackage(manifestFile),
      places: placesIn(manifestFile, cwd),
      manifestFile,
      set,
      schemas: pathInPackage(manifestFile, schemas),
      hasCode: options.out !== undefined && options.code !== "types",
      stale: await staleOutput(set, options, cwd),
      archive,
      isWritten: target !== undefined,
    };
    const findings = judgePackage(facts);
    const { name, version } = facts.manifest;
    const bundled = [
      ...(set.links.uses.length === 0 ? [] : (["packages"] as const)),
      ...(set.formats === "annotate" ? [] : (["formats"] as const)),
    ];
    const result = { findings, check, name, version, files: archive.files.size, bundled };
    const isFine = findings.every(({ severity }) => severity !== "error") && errorsOf(check).length === 0;
    if (target === undefined || !isFine) return { ...result, archive: undefined, bundle: undefined };
    const path = resolve(cwd, target, archive.name);
    const provider = new PackageProvider(schemas);
    const bundle = await writeSelfContained({ packed, target: path, set, schemas: facts.schemas, provider });
    return { ...result, archive: relative(cwd, path) || path, bundle };
  });
}

/** What is not in a repository has no releases to be compared with, unless some are named. */
async function checked(set: SchemaSet, options: PackOptions): Promise<CheckResult> {
  try {
    return await checkSet(set, options);
  } catch (error) {
    const isDefault = (options.against ?? []).length === 0;
    if (!isDefault || !(error instanceof CheckError) || error.code !== "no-repository") throw error;
    return { ...emptyResult, notes: ["not compared with a release: the schemas are in no git repository"] };
  }
}

function readPackage(file: string): Pick<PackageFacts, "manifest" | "data"> {
  const read = readBounded(file);
  const text = "reason" in read ? "" : new TextDecoder().decode(read.bytes);
  const manifest = parseManifest(text);
  if (manifest !== undefined) return { manifest, data: parseBounded(text) as PackageFacts["data"] };
  const reason = "reason" in read ? read.reason : "expected a JSON object";
  throw new CheckError("unreadable-file", `${file} is not a package.json: ${reason}`);
}

async function staleOutput(
  set: SchemaSet,
  { out, reference, python, code, importExtension }: PackOptions,
  cwd: string,
): Promise<string[]> {
  if (out === undefined && reference === undefined && python === undefined) return [];
  const changes = await generateProject(set, { out, reference, python, code, importExtension, isCheck: true });
  return changes.map(({ path }) => relative(cwd, path));
}
