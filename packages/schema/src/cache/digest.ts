import { createHash } from "node:crypto";

/** A digest of texts: of what is cached, by all that it depends on. */
export function digestOf(...texts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text.length}:${text}`);
  return hash.digest("base64url");
}
