// What an installation of the packed command weighs: `pnpm weigh [package…]` packs all packages and installs the named ones, `cli` by
// default, into an empty folder, as npm does for a user.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

interface Weight {
  readonly packages: number;
  readonly bytes: number;
}

const given = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "metric-events-weigh-"));
try {
  const tarballs = packAll(folder);
  for (const name of given.length === 0 ? ["cli"] : given) {
    const cwd = install(tarballs, `@metric-events/${name}`, folder);
    const { packages, bytes } = weightOf(cwd);
    console.log(`${name}: ${packages} packages, ${(bytes / 1e6).toFixed(1)} MB`);
    if (name !== "cli") continue;
    for (const args of [["--version"], ["events"]])
      console.log(`metric-events ${args.join(" ")}: ${startMs(cwd, args)} ms`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function packAll(into: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync("packages").map((name) => {
      const cwd = resolve("packages", name);
      const { name: full }: { name: string } = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8"));
      const file = join(into, `${name}.tgz`);
      mustRun("pnpm", ["pack", "--out", file], cwd);
      return [full, file];
    }),
  );
}

/** Returns the folder that the package is installed in. */
function install(tarballs: Readonly<Record<string, string>>, name: string, into: string): string {
  const cwd = mkdtempSync(join(into, "install-"));
  const overrides = Object.fromEntries(Object.entries(tarballs).map(([each, file]) => [each, `file:${file}`]));
  const dependencies = { [name]: overrides[name] };
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ private: true, dependencies, overrides }));
  mustRun("npm", ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"], cwd);
  return cwd;
}

function weightOf(cwd: string): Weight {
  const lock = readFileSync(join(cwd, "package-lock.json"), "utf8");
  const { packages }: { packages: Record<string, unknown> } = JSON.parse(lock);
  const bytes = sizeOf(join(cwd, "node_modules"));
  return { packages: Object.keys(packages).filter((path) => path !== "").length, bytes };
}

function sizeOf(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** The median of five starts of the installed command. */
function startMs(cwd: string, args: readonly string[]): number {
  const main = join(cwd, "node_modules/@metric-events/cli/dist/main.js");
  const times = Array.from({ length: 5 }, () => {
    const begin = performance.now();
    mustRun(process.execPath, [main, ...args], cwd);
    return performance.now() - begin;
  });
  return Math.round(times.toSorted((left, right) => left - right)[2] ?? 0);
}

function mustRun(program: string, args: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed: ${error?.message ?? stderr}`);
}
