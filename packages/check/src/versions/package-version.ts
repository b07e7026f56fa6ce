import { parseJsonDocument } from "@metric-events/schema";

/** Far more than a package.json, a changeset or a config file has. */
export const maxManifestBytes = 1024 * 1024;

/** What a package.json says of its package. */
export interface PackageIdentity {
  readonly name: string | undefined;
  readonly version: string | undefined;
}

/** Name and version in a package.json; `undefined` when the text is not one, or so large that it cannot be. */
export function packageVersion(text: string): PackageIdentity | undefined {
  if (text.length > maxManifestBytes) return undefined;
  const found = readPackageIdentity(text);
  return "mistake" in found ? undefined : found;
}

/** Name and version in a package.json, or what is wrong with it, after its place: `3:5: not JSON: …`. */
export function readPackageIdentity(text: string): PackageIdentity | { readonly mistake: string } {
  const parsed = parseJsonDocument(text.replace(/^\uFEFF/, ""));
  if ("error" in parsed) {
    const { line, column } = parsed.error.position;
    return { mistake: `${line}:${column}: not JSON: ${parsed.error.reason}` };
  }
  const { value, duplicateKeys } = parsed.document;
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { mistake: "1:1: expected a JSON object" };
  // Programs disagree on which of two counts. Where else a name stands twice is not for us to say.
  const twin = duplicateKeys.find(({ pointer }) => pointer === "/name" || pointer === "/version");
  if (twin !== undefined) {
    const { position, key, firstLine } = twin;
    return {
      mistake: `${position.line}:${position.column}: duplicate key "${key}", first in line ${firstLine}; write it once`,
    };
  }
  const { name, version } = value as { readonly name?: unknown; readonly version?: unknown };
  return {
    name: typeof name === "string" ? name : undefined,
    version: typeof version === "string" ? version : undefined,
  };
}
