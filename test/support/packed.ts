import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { packedFolderVariable } from "./packed-folder.js";
import { mustRun } from "./run.js";

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * Packs packages as for the registry; returns the path of each tarball by package name. Each is packed once in a run of the tests: the test
 * that comes first packs it, and the others wait for that.
 */
export function pack(names: readonly string[]): Record<string, string> {
  const folder = process.env[packedFolderVariable];
  if (folder === undefined)
    throw new Error(`${packedFolderVariable} is not set: run the tests with the vitest.config.ts of the repository`);
  return Object.fromEntries(
    names.map((name) => {
      const manifest = JSON.parse(readFileSync(join("packages", name, "package.json"), "utf8")) as Manifest;
      return [manifest.name, tarballOf(name, folder)];
    }),
  );
}

function tarballOf(name: string, folder: string): string {
  const done = join(folder, name);
  const work = join(folder, `${name}.work`);
  while (!existsSync(done)) {
    if (isMade(work)) packInto(name, work, done);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookAgainMs);
  }
  const [tarball, ...others] = readdirSync(done);
  if (tarball === undefined || others.length > 0) throw new Error(`pnpm packed nothing for ${name}`);
  return join(done, tarball);
}

/** How long to wait for a package that another test is packing. */
const lookAgainMs = 50;

/** Whether the folder did not exist before. */
function isMade(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (existsSync(folder)) return false;
    throw error;
  }
}

function packInto(name: string, work: string, done: string): void {
  try {
    mustRun("pnpm", ["pack", "--pack-destination", work], { cwd: resolve("packages", name) });
    renameSync(work, done);
  } catch (error) {
    // The next test tries again, and says why it fails.
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
}

/** An empty project, outside of any workspace, with the tarballs installed. */
export function install(
  tarballs: Readonly<Record<string, string>>,
  wanted: readonly string[],
  folder: string,
  others: Readonly<Record<string, string>> = {},
): void {
  const files = Object.fromEntries(Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]));
  const dependencies = { ...Object.fromEntries(wanted.map((name) => [name, files[name]])), ...others };
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "consumer", private: true, type: "module", dependencies }),
  );
  installFrom(tarballs, folder);
}

/** Installs what the package.json of a folder wants, from the tarballs. */
export function installFrom(tarballs: Readonly<Record<string, string>>, folder: string): void {
  const overrides = Object.entries(tarballs).map(([name, path]) => `  "${name}": "file:${path}"`);
  const file = join(folder, "pnpm-workspace.yaml");
  const workspace = existsSync(file) ? readFileSync(file, "utf8") : "packages: []\n";
  writeFileSync(file, `${workspace}overrides:\n${overrides.join("\n")}\n`);
  mustRun("pnpm", ["install", "--prefer-offline", "--ignore-scripts"], { cwd: folder });
}
