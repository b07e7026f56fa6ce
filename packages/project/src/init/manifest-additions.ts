import type { EditedJson } from "../json/edit-json.js";
import { hasDependency, type ProjectFacts } from "./facts.js";
import type { ScriptNames } from "./project-files.js";

/** What was added to a package.json, as people say it. */
export interface ManifestAdditions {
  readonly scripts: ScriptNames;
  readonly added: readonly string[];
}

/** Adds scripts and dependencies that are missing. What is there stays as it is. */
export function addToManifest({ manifest }: ProjectFacts, version: string): ManifestAdditions {
  const added: string[] = [];
  const scripts = {
    generate: addScript(manifest, "generate", "metric-events generate", added),
    check: addScript(
      manifest,
      "check",
      "metric-events lint && metric-events generate --check && metric-events check",
      added,
    ),
  };
  const wanted = [
    ["dependencies", "@metric-events/logger", version],
    ["dependencies", "@metric-events/runtime", version],
    ["devDependencies", "@metric-events/cli", version],
  ] as const;
  for (const [section, name, range] of wanted) {
    if (hasDependency(manifest, name)) continue;
    manifest.add([section, name], range);
    added.push(name);
  }
  return { scripts, added };
}

/** Under the name itself or, where a script of another kind has it, with `:events` at its end. Returns the name. */
function addScript(manifest: EditedJson, name: string, command: string, added: string[]): string {
  for (let each = name; ; each += each === name ? ":events" : "_") {
    const current = manifest.get(["scripts", each]);
    if (current === command) return each;
    if (current !== undefined) continue;
    manifest.add(["scripts", each], command);
    added.push(`the script "${each}"`);
    return each;
  }
}
