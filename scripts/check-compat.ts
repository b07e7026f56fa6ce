// `pnpm check-compat [options]`: whether the schemas break readers of what was released (the release tags, or main while there is none). Takes the options of `metric-events check`.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { buildQuietly } from "./run-turbo.js";

if (!existsSync(".git")) {
  console.log("This is no clone of the repository, so there is no baseline to compare the schemas with.");
  process.exit(0);
}
// As a task of turbo it runs after the build.
if (process.env.TURBO_HASH === undefined) buildQuietly("cli");
const args = ["packages/cli/dist/main.js", "check", ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
process.exit(status ?? 1);
