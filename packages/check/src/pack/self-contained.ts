import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundleName, formatDiagnostic, obstacles, packageBundle, type SchemaSet } from "@metric-events/schema";
import { makeFolder } from "@metric-events/system";
import { create, extract } from "tar";
import { readArchive } from "../baselines/archive-baseline.js";
import type { PackageProvider } from "../baselines/packages/provide-package.js";
import { unusableBaseline } from "../baselines/unusable-baseline.js";

/** What npm gives all files of an archive. */
const packedAt = new Date("1985-10-26T08:15:00.000Z");

interface WriteOptions {
  /** The archive that npm packed. */
  readonly packed: string;
  /** Absolute path of the archive to write. */
  readonly target: string;
  readonly set: SchemaSet;
  /** The folder of the schemas in the package, with slashes. */
  readonly schemas: string;
  readonly provider: PackageProvider;
}

/**
 * Writes an archive that holds what its schemas refer to in packages, so that later versions can be compared with it wherever those
 * packages are by then. The archive is there as a whole or not at all.
 *
 * @returns the path of the file that holds them, in the package; `undefined` where they refer to none.
 * @throws {CheckError} when the archive cannot be read as a baseline.
 */
export async function writeSelfContained(options: WriteOptions): Promise<string | undefined> {
  const { packed, target, set, schemas, provider } = options;
  const bundle = packageBundle(set);
  const path = schemas === "" ? bundleName : `${schemas}/${bundleName}`;
  makeFolder(dirname(target));
  const folder = mkdtempSync(join(tmpdir(), "metric-events-"));
  const unfinished = join(dirname(target), `.${randomBytes(6).toString("hex")}.unfinished`);
  try {
    await extract({ file: packed, cwd: folder, strict: true });
    if (bundle !== undefined) {
      makeFolder(dirname(join(folder, "package", path)));
      writeFileSync(join(folder, "package", path), bundle);
    }
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    await create({ file: unfinished, cwd: folder, gzip: true, portable: true, mtime: packedAt }, files.toSorted());
    const baseline = await readArchive(target, unfinished, provider);
    const found = obstacles(baseline.set);
    if (found.length > 0) throw unusableBaseline(target, found.map(formatDiagnostic));
    renameSync(unfinished, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(unfinished, { force: true });
  }
  return bundle === undefined ? undefined : path;
}
