import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const kept = ["events", "shared"];

/** Where the schemas of a released version are kept: in `releases/`, or in the folder that the environment names, for tests. */
export function archiveOf(version: string): string {
  return join(process.env["RELEASES"] ?? "releases", version, "schemas");
}

/** Schema files that are not as they are kept for a version; all of them when it is not kept. */
export function differencesFrom(version: string): string[] {
  return kept.flatMap((folder) => differences(join("schemas", folder), join(archiveOf(version), folder)));
}

/** Keeps the schemas as they are now for a version. */
export function keepSchemas(version: string): void {
  mkdirSync(archiveOf(version), { recursive: true });
  for (const folder of kept) cpSync(join("schemas", folder), join(archiveOf(version), folder), { recursive: true });
}

/** Files that are in one of two folders only, or differ. */
function differences(one: string, other: string): string[] {
  const names = [...new Set([...namesIn(one), ...namesIn(other)])].toSorted();
  return names.filter((name) => textOf(join(one, name)) !== textOf(join(other, name))).map((name) => join(one, name));
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
