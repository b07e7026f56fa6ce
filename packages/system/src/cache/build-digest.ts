import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { packageRoot } from "../package-root.js";

/**
 * Equal for runs of the same build of a package: another version, or another build of this one, may find or make something else.
 *
 * @param module `import.meta.url` of a module of the package.
 */
export function buildDigest(module: string): string {
  const hash = createHash("sha256").update(readFileSync(new URL("package.json", packageRoot(module))));
  return hash.update(String(statSync(new URL(module)).mtimeMs)).digest("base64url");
}
