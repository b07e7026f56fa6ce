import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { mustRun } from "./run.js";

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Packs packages as for the registry; returns the path of each tarball by package name. */
export function pack(names: readonly string[], folder: string): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const cwd = resolve("packages", name);
      const manifest = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8")) as Manifest;
      const before = new Set(readdirSync(folder));
      mustRun("pnpm", ["pack", "--pack-destination", folder], { cwd });
      const tarball = readdirSync(folder).find((file) => !before.has(file) && file.endsWith(".tgz"));
      if (tarball === undefined) throw new Error(`pnpm packed nothing for ${name}`);
      return [manifest.name, join(folder, tarball)];
    }),
  );
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
