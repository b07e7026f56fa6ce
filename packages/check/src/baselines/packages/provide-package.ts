import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { InstalledPackages, PackageFiles, parseManifest, type SchemaPackage } from "@metric-events/schema";
import { CheckError } from "../../check-error.js";
import { readArchivedFiles } from "../archive-files.js";
import { fetchPublished } from "../fetch-published.js";
import { isPublishedSpec } from "../parse-source.js";
import type { PackageRecord, Published } from "./baseline-packages.js";

/** Provides versions of packages for baselines, each once: from an installed copy, else from npm. */
export class PackageProvider {
  readonly #installed: InstalledPackages;
  readonly #fetched = new Map<string, Promise<SchemaPackage>>();

  /** @param schemas The folder of the schemas that are compared: copies are looked for where its packages are installed. */
  constructor(schemas: string) {
    this.#installed = new InstalledPackages(schemas);
  }

  /** The names of dependencies whose schemas may be referred to by `$id`: those that have some, or are not installed any more. */
  mayDeclare(names: readonly string[]): string[] {
    return names.filter((name) => {
      const found = this.#installed.find(name, undefined);
      return "reason" in found || found.schemaFiles().length > 0;
    });
  }

  /**
   * @param record what says that the baseline had this version.
   * @throws {CheckError} `missing-package` where it is not installed and npm cannot fetch it, or fetches another one.
   */
  async provide(published: Published, record: PackageRecord): Promise<SchemaPackage> {
    const copy = this.#copyOf(published);
    if (copy !== undefined) return copy;
    const spec = `${published.name}@${published.version}`;
    const fetched = this.#fetched.get(spec) ?? fetchPackage(spec, published.integrity);
    this.#fetched.set(spec, fetched);
    try {
      return await fetched;
    } catch (error) {
      if (!(error instanceof CheckError)) throw error;
      throw missing(published, record, error);
    }
  }

  /** Under its own name, or under another one that package.json gives it. */
  #copyOf({ name, version }: Published): SchemaPackage | undefined {
    for (const candidate of [name, ...this.#installed.declared(undefined)]) {
      const found = this.#installed.find(candidate, undefined);
      if (!("reason" in found) && found.name === name && found.version === version) return found;
    }
    return undefined;
  }
}

async function fetchPackage(spec: string, integrity: string | undefined): Promise<SchemaPackage> {
  // A lock file may come from a stranger, and npm takes paths, addresses and more.
  if (!isPublishedSpec(spec))
    throw new CheckError("npm-failed", `npm is asked for names and versions only, not ${JSON.stringify(spec)}`);
  return fetchPublished(spec, async (archive) => {
    const received = integrity === undefined ? undefined : await sha512Of(archive);
    if (received !== integrity) {
      throw new CheckError("npm-failed", `npm fetches ${spec} with other contents (${received}, locked ${integrity})`);
    }
    const files = await readArchivedFiles(archive);
    const texts = new Map(files.map(({ path, text }) => [path, text]));
    const manifest = parseManifest(texts.get("package.json") ?? "");
    if (manifest === undefined) throw new CheckError("npm-failed", `what npm fetches as ${spec} has no package.json`);
    return new PackageFiles(`npm:${spec}`, manifest, texts);
  });
}

async function sha512Of(path: string): Promise<string> {
  const hash = createHash("sha512");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return `sha512-${hash.digest("base64")}`;
}

function missing({ name, version }: Published, { baseline, lock }: PackageRecord, cause: CheckError): CheckError {
  const alias = `${name.replaceAll(/[^\w.-]+/g, "-").replace(/^-/, "")}-${version}`;
  return new CheckError(
    "missing-package",
    [
      `${baseline} had ${name} ${version}, by its ${lock?.name ?? "package.json"}; this version is not installed, and ${cause.message}`,
      `  to provide it, install a copy under another name: npm install --save-dev ${alias}@npm:${name}@${version}`,
    ],
    { cause },
  );
}
