// `pnpm check-compat [options]`: whether the schemas break readers of what was released: of each version in releases/, and of the release
// tags, or what `--against` names instead of the tags. Takes the options of `metric-events check`.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildQuietly } from "./run-turbo.js";

buildQuietly("cli");
const options = process.argv.slice(2);
const archives = readdirSync("releases").map((version) => join("releases", version));
if (archives.length === 0) {
  console.error("check-compat: releases/ is empty, so the schemas would be compared with nothing");
  process.exit(1);
}
// Without git there are no tags; the archives are there everywhere.
const hasBaseline = options.some((option) => option.startsWith("--against"));
const baselines = hasBaseline || !existsSync(".git") ? archives : ["git:tags", ...archives];
const args = ["check", ...baselines.flatMap((baseline) => ["--against", baseline]), ...options];
const { status } = spawnSync(process.execPath, ["packages/cli/dist/main.js", ...args], { stdio: "inherit" });
process.exit(status ?? 1);
