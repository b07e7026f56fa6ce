// Writes docs/reference, the reference of the events of schemas/, as `metric-events docs` does: with the changes of each version in releases/.
// Tags are not looked at, since a clone may lack them. `pnpm generate` runs it; with --check it changes nothing, and fails when a page is stale.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const isCheck = process.argv.includes("--check");
const releases = readdirSync("releases").flatMap((version) => ["--against", join("releases", version)]);
const options = ["--schemas", "schemas", "--out", "docs/reference", "--module", "@metric-events/core", ...releases];
const args = ["packages/cli/dist/main.js", "docs", ...options, ...(isCheck ? ["--check"] : [])];
const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
if (isCheck && status === 1) console.error("The reference is stale: run `pnpm generate` and commit what it changes.");
process.exit(status ?? 1);
