import {
  type DeadEnd,
  deadEnd,
  type PackageFinder,
  type PackageManifest,
  type SchemaPackage,
  type SchemaSet,
} from "@metric-events/schema";
import type { LockedPackage, LockFile } from "./lock-file.js";

/** A dependency whose version is known. */
export type Published = Extract<LockedPackage, { readonly kind: "published" }>;

/** What says which versions a baseline had. */
export interface PackageRecord {
  /** The baseline, as messages call it. */
  readonly baseline: string;
  /** The package.json of the schemas; `undefined` where there is none. */
  readonly manifest: PackageManifest | undefined;
  /** The lock file beside it or above, with its name. */
  readonly lock: { readonly name: string; readonly file: LockFile; readonly folder: string } | undefined;
  /** The dependencies that may declare an absolute `$id`: all would be fetched to look into them. */
  readonly declared: readonly string[];
  /** A package of the workspace in this baseline, by its folder or its name; `undefined` where there is none. */
  readonly workspacePackage: (
    place: { readonly folder: string } | { readonly name: string },
  ) => SchemaPackage | undefined;
}

/** Where a package is in a lock file, and what it depends on. */
interface Place {
  readonly key: string | undefined;
  readonly manifest: PackageManifest | undefined;
}

/** A version without a range. */
const exactVersion = /^=?v?(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)$/;

/**
 * Finds the packages of a baseline in the versions that it had. What has to be fetched is not there at first: {@link withPackages} provides it
 * and asks again.
 */
class BaselinePackages implements PackageFinder {
  /** What was asked for, and has to be provided. */
  readonly wanted = new Map<string, Published>();
  readonly #provided = new Map<string, SchemaPackage>();
  readonly #places = new Map<string, Place>();
  readonly #read: () => PackageRecord;
  #known: PackageRecord | undefined;

  constructor(read: () => PackageRecord) {
    this.#read = read;
  }

  /** Most schemas refer to no package: nothing is read for them. */
  get record(): PackageRecord {
    this.#known ??= this.#read();
    return this.#known;
  }

  provide(published: Published, found: SchemaPackage): void {
    this.#provided.set(keyOf(published), found);
  }

  find(name: string, from: SchemaPackage | undefined): SchemaPackage | DeadEnd {
    const { baseline, manifest, lock, workspacePackage } = this.record;
    const place = from === undefined ? { key: lock?.file.keyOf(lock.folder), manifest } : this.#places.get(from.id);
    const range = (place?.manifest ?? from?.manifest)?.dependencies.get(name);
    const locked = place?.key === undefined ? undefined : lock?.file.find(name, place.key, range);
    if (locked?.kind === "workspace") {
      const found = workspacePackage({ folder: locked.folder });
      if (found !== undefined) return this.#at(locked.key, found);
    }
    const published = locked?.kind === "published" ? locked : exact(name, range);
    if (published !== undefined) {
      const found = this.#provided.get(keyOf(published));
      if (found !== undefined) return this.#at(published.key, found);
      this.wanted.set(keyOf(published), published);
      return deadEnd(`${name} ${published.version} is missing`);
    }
    const sibling = workspacePackage({ name });
    if (sibling !== undefined) return this.#at(lock?.file.keyOf(""), sibling);
    const reason = lock === undefined ? "it has no lock file" : `its ${lock.name} does not list the package`;
    return deadEnd(
      `nothing says which version of ${name}${range === undefined ? "" : ` (${range})`} ${baseline} had: ${reason}; today's version would hide breaks`,
    );
  }

  declared(from: SchemaPackage | undefined): readonly string[] {
    return from === undefined ? this.record.declared : [...from.manifest.dependencies.keys()];
  }

  #at(key: string | undefined, found: SchemaPackage): SchemaPackage {
    if (!this.#places.has(found.id)) this.#places.set(found.id, { key, manifest: found.manifest });
    return found;
  }
}

/**
 * Parses schemas with the packages that they had.
 *
 * @param parse is called again while it asks for packages that are still to be provided.
 */
export async function withPackages(
  record: () => PackageRecord,
  provide: (published: Published, record: PackageRecord) => Promise<SchemaPackage>,
  parse: (packages: PackageFinder) => SchemaSet,
): Promise<SchemaSet> {
  const packages = new BaselinePackages(record);
  for (;;) {
    const set = parse(packages);
    if (packages.wanted.size === 0) return set;
    for (const published of packages.wanted.values()) {
      packages.provide(published, await provide(published, packages.record));
    }
    packages.wanted.clear();
  }
}

function exact(name: string, range: string | undefined): Published | undefined {
  const [, version] = exactVersion.exec(range ?? "") ?? [];
  return version === undefined ? undefined : { kind: "published", name, version, integrity: undefined, key: "" };
}

function keyOf({ name, version }: Published): string {
  return `${name}@${version}`;
}
