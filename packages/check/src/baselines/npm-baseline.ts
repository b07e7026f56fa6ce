import { readArchive } from "./archive-baseline.js";
import type { Baseline } from "./baseline.js";
import { fetchPublished } from "./fetch-published.js";
import type { PackageProvider } from "./packages/provide-package.js";

/**
 * The schemas that a published package ships.
 *
 * @throws {CheckError} when npm cannot fetch it, or it has no schemas.
 */
export async function readPublished(spec: string, provider: PackageProvider): Promise<Baseline> {
  return fetchPublished(spec, (archive) => readArchive(`npm:${spec}`, archive, provider));
}
