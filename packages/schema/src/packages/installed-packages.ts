import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { suggest } from "@metric-events/runtime";
import { staysWithin } from "../find-schema-files.js";
import { showPath } from "../show-path.js";
import { type DeadEnd, deadEnd } from "./dead-end.js";
import { PackageFolder, readManifestIn } from "./package-folder.js";
import type { PackageFinder, PackageManifest, SchemaPackage } from "./schema-package.js";

/**
 * The packages that are installed for a folder of schemas, found as Node finds them: in `node_modules` of the folder that refers and of
 * those above it. The folders may come from a stranger: links may lead only into a `node_modules`, as those of pnpm do, or to a package of
 * the same workspace.
 */
export class InstalledPackages implements PackageFinder {
  readonly #folder: string;
  readonly #found = new Map<string, PackageFolder | DeadEnd>();

  /** @param folder The folder of the schemas, which has to exist. */
  constructor(folder: string) {
    this.#folder = realpathSync(folder);
  }

  find(name: string, from: SchemaPackage | undefined): SchemaPackage | DeadEnd {
    const start = from === undefined ? this.#folder : from.id;
    const itself = this.#scope(start);
    // PACKAGE_SELF_RESOLVE
    if (itself !== undefined && itself.name === name && isExporting(itself.manifest)) return itself;
    for (const folder of ancestors(start)) {
      const modules = join(folder, "node_modules");
      if (basename(folder) === "node_modules" || !existsSync(join(modules, name))) continue;
      return this.#package(modules, name);
    }
    if (itself?.name === name) return itselfWithoutExports(itself);
    const isPlugAndPlay = ancestors(start).some((folder) => existsSync(join(folder, ".pnp.cjs")));
    const hint = isPlugAndPlay
      ? `Yarn keeps packages in archives here; set "nodeLinker: node-modules" in .yarnrc.yml`
      : "add it to the dependencies in package.json, and install them";
    return {
      reason: `the package ${name} is not installed: no node_modules of ${showPath(start)} or a folder above has it; ${hint}`,
      suggestion: suggest(name, [...this.declared(from), ...(itself === undefined ? [] : [itself.name])]),
    };
  }

  declared(from: SchemaPackage | undefined): readonly string[] {
    const manifest = from === undefined ? this.#scope(this.#folder)?.manifest : from.manifest;
    return [...(manifest?.dependencies.keys() ?? [])];
  }

  /** The package that a folder is in, by the nearest package.json (LOOKUP_PACKAGE_SCOPE). */
  #scope(start: string): PackageFolder | undefined {
    const folder = ancestors(start).find((each) => existsSync(join(each, "package.json")));
    const read = folder === undefined ? undefined : readManifestIn(folder);
    if (folder === undefined || read === undefined || "reason" in read) return undefined;
    const known = this.#found.get(folder);
    return known instanceof PackageFolder ? known : new PackageFolder(folder, folder, read.manifest);
  }

  #package(modules: string, name: string): PackageFolder | DeadEnd {
    const shown = join(modules, name);
    let root: string;
    try {
      root = realpathSync(shown);
    } catch {
      return deadEnd(`${showPath(shown)} is a link that leads nowhere; install the dependencies again`);
    }
    const known = this.#found.get(root) ?? open(modules, name, root);
    this.#found.set(root, known);
    return known;
  }
}

function open(modules: string, name: string, root: string): PackageFolder | DeadEnd {
  const shown = join(modules, name);
  const owner = statSync(modules).uid;
  const trusted = [0, process.geteuid?.() ?? owner, statSync(dirname(modules)).uid];
  if (!trusted.includes(owner)) return deadEnd(`${showPath(modules)} belongs to another user, so it is not used`);
  const read = readManifestIn(root);
  if (read === undefined) return deadEnd(`${showPath(shown)} has no package.json; install the dependencies again`);
  if ("reason" in read) return deadEnd(read.reason);
  const isNearby = staysWithin(root, realpathSync(modules)) || isInModules(root);
  if (!isNearby && !(staysWithin(root, workspaceOf(modules)) && read.manifest.name === name)) {
    return deadEnd(
      `${showPath(shown)} is a link out of the project; expected one into a node_modules, or to the package ${name} of the same workspace`,
    );
  }
  return new PackageFolder(root, shown, read.manifest);
}

/** `…/node_modules/name` or `…/node_modules/@scope/name`. */
function isInModules(root: string): boolean {
  const above = dirname(root);
  const parent = basename(above).startsWith("@") ? dirname(above) : above;
  return basename(parent) === "node_modules";
}

/** The top of the workspace or repository around a node_modules, else the folder that it is in. */
function workspaceOf(modules: string): string {
  const folder = realpathSync(dirname(modules));
  return ancestors(folder).find(isTop) ?? folder;
}

function isTop(folder: string): boolean {
  if ([".git", "pnpm-workspace.yaml"].some((name) => existsSync(join(folder, name)))) return true;
  const read = readManifestIn(folder);
  return read !== undefined && "manifest" in read && read.manifest.hasWorkspaces;
}

/** Node resolves a package's own name only where it has "exports". */
function itselfWithoutExports(itself: PackageFolder): DeadEnd {
  return deadEnd(
    `${itself.name} is this package itself, which is found by its name only if ${itself.show("package.json")} has "exports"; add them, or refer to the file by its relative path`,
  );
}

function isExporting({ exports }: PackageManifest): boolean {
  return exports !== undefined && exports !== null;
}

function ancestors(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above)];
}
