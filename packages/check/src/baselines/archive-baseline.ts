import { parseSchemas } from "@metric-events/schema";
import { CheckError } from "../check-error.js";
import { packageVersion } from "../versions/package-version.js";
import { type ArchivedFile, readArchivedFiles } from "./archive-files.js";
import type { Baseline } from "./baseline.js";

/**
 * The schemas that a package archive ships, in `schemas/` or the folder nearest to its top that holds `events/`.
 *
 * @throws {CheckError} when the file cannot be read, is not an archive, or has no schemas.
 */
export async function readArchive(name: string, path: string): Promise<Baseline> {
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
  const manifest = files.find((file) => file.path === "package.json");
  return {
    name,
    set: parseSchemas(folder === "" ? name : `${name}:${folder.replace(/\/$/, "")}`, texts),
    version: manifest === undefined ? undefined : packageVersion(manifest.text)?.version,
    isRelease: true,
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
