import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Equal for runs of the same build of a package: another version, or another build of this one, may find or make something else. */
export function buildDigest(moduleUrl: string): string {
  const path = fileURLToPath(moduleUrl);
  let folder = dirname(path);
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  const hash = createHash("sha256").update(readFileSync(join(folder, "package.json")));
  return hash.update(String(statSync(path).mtimeMs)).digest("base64url");
}
