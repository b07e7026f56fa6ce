import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadSchemas, projectConfigName } from "@metric-events/schema";

const kept = ["events", "shared"];

/** Where the schemas of a released version are kept: in `releases/`, or in the folder that the environment names, for tests. */
export function archiveOf(version: string): string {
  return join(process.env["RELEASES"] ?? "releases", version, "schemas");
}

/** Schema files that are not as they are kept for a version, and the config file where it gives them another meaning; all of them when it is not kept. */
export function differencesFrom(version: string): string[] {
  const files = kept.flatMap((folder) => differences(join("schemas", folder), join(archiveOf(version), folder)));
  return textOf(configOf(version)) === configText() ? files : [...files, projectConfigName];
}

/** What `check` reads with the schemas of a release, as the config file of today says nothing about them. */
function configOf(version: string): string {
  return join(dirname(archiveOf(version)), projectConfigName);
}

/** What the schemas mean beyond their files, as a config file; `undefined` where that is what JSON Schema says. */
function configText(): string | undefined {
  const { formats } = loadSchemas("schemas");
  return formats === "annotate" ? undefined : `${JSON.stringify({ formats })}\n`;
}

/** Keeps the schemas as they are now for a version. */
export function keepSchemas(version: string): void {
  mkdirSync(archiveOf(version), { recursive: true });
  for (const folder of kept) cpSync(join("schemas", folder), join(archiveOf(version), folder), { recursive: true });
  const config = configText();
  if (config !== undefined) writeFileSync(configOf(version), config);
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
