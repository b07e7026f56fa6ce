// `pnpm bench [--check] [name…]`: builds everything, then runs the benchmarks of all packages, or those named, one after the
// other. With --check it fails when a goal is missed, and says which benchmarks did.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { buildQuietly } from "./run-turbo.js";

const benchmarks = new Map(
  readdirSync("packages")
    .map((name) => `packages/${name}/bench`)
    .filter(existsSync)
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith(".ts"))
        .map((file) => `${folder}/${file}`),
    )
    .map((path) => [basename(path, ".ts"), path]),
);
const flags = process.argv.slice(2).filter((argument) => argument === "--check");
const names = process.argv.slice(2).filter((argument) => argument !== "--check");
/** A name stands for a group, too: `fleet` for `fleet-otlp` and others. */
const named = (name: string): string[] =>
  [...benchmarks.keys()].filter((each) => each === name || each.startsWith(`${name}-`));
const wanted = names.length > 0 ? names.flatMap(named) : [...benchmarks.keys()];
const unknown = names.filter((name) => named(name).length === 0);
if (unknown.length > 0) {
  console.error(`no benchmark named ${unknown.join(", ")}; there are: ${[...benchmarks.keys()].join(", ")}`);
  process.exit(2);
}

buildQuietly();
const failed: string[] = [];
for (const name of wanted) {
  console.log(`\n## ${name}\n`);
  const { status } = spawnSync("tsx", [benchmarks.get(name) ?? "", ...flags], { stdio: "inherit" });
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`\nfailed, or missed a goal: ${failed.join(", ")}`);
  process.exit(1);
}
