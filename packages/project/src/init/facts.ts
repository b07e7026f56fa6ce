import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { namingFile, readTextFile, UnfitFileError } from "@metric-events/system";
import { EditedJson, jsonMistake } from "../json/edit-json.js";
import { ProjectError } from "../project-error.js";

export const ciHosts = ["github", "gitlab"] as const;

export type CiHost = (typeof ciHosts)[number];

/** `yarn-1` is the classic one; `yarn` is any later version. */
export type PackageManager = "npm" | "pnpm" | "yarn" | "yarn-1";

/** What a project is, as far as files in it depend on that. */
export interface ProjectFacts {
  /** Absolute. */
  readonly folder: string;
  /** The package.json, to be added to. */
  readonly manifest: EditedJson;
  readonly manager: PackageManager;
  readonly language: "typescript" | "javascript";
  /** Folder from which `node_modules/@metric-events/cli` leads to the command, relative to the project, with slashes; `undefined` with Plug'n'Play. */
  readonly modulesFolder?: string;
  /** Whether the folder is the top of a git repository. `undefined` outside of one. */
  readonly isGitTop?: boolean;
  /** Where the repository is hosted, as far as files and the remote tell. */
  readonly hosts: readonly CiHost[];
  /** What runs before commits. */
  readonly hooks?: "husky" | "lefthook" | "pre-commit";
}

const manifestName = "package.json";

/** How much of a wrong value is shown. */
const maxShown = 60;

/**
 * Looks at a project.
 *
 * @throws {ProjectError} `no-manifest`, `invalid-manifest`.
 */
export function projectFacts(folder: string): ProjectFacts {
  const manifest = readManifest(folder);
  const gitTop = nearest(folder, ".git");
  const manager = managerOf(folder, manifest);
  const modulesFolder = isPlugAndPlay(folder, manager) ? undefined : modulesFolderOf(folder, manager);
  const hooks = hooksOf(folder, manifest);
  return {
    folder,
    manifest,
    manager,
    language: languageOf(folder, manifest),
    ...(modulesFolder === undefined ? {} : { modulesFolder }),
    ...(gitTop === undefined ? {} : { isGitTop: gitTop === folder }),
    hosts: hostsOf(gitTop ?? folder),
    ...(hooks === undefined ? {} : { hooks }),
  };
}

/** Whether package.json lists a package in any of its sections. */
export function hasDependency(manifest: EditedJson, name: string): boolean {
  return ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"].some(
    (section) => manifest.get([section, name]) !== undefined,
  );
}

function languageOf(folder: string, manifest: EditedJson): ProjectFacts["language"] {
  const hasCompiler = hasDependency(manifest, "typescript") || existsSync(join(folder, "tsconfig.json"));
  return hasCompiler ? "typescript" : "javascript";
}

function readManifest(folder: string): EditedJson {
  const file = join(folder, manifestName);
  if (!existsSync(file)) {
    const above = nearest(dirname(folder), manifestName);
    const hint = above === undefined ? "npm init -y writes one" : `the nearest is ${join(above, manifestName)}`;
    throw new ProjectError("no-manifest", `no package.json in ${folder}: name the folder of a project; ${hint}`);
  }
  const text = readText(file).replace(/^\uFEFF/, "");
  const mistake = jsonMistake(text, { comments: false });
  if (mistake !== undefined) throw new ProjectError("invalid-manifest", `${file}:${mistake}`);
  const manifest = new EditedJson(text);
  for (const path of [[], ["scripts"], ["dependencies"], ["devDependencies"]]) {
    const value = manifest.get(path);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    if (isObject || (path.length > 0 && value === undefined)) continue;
    const where = path.length === 0 ? "" : ` at "${path.join(".")}"`;
    throw new ProjectError(
      "invalid-manifest",
      `${file}: expected an object${where}, received ${JSON.stringify(value).slice(0, maxShown)}`,
    );
  }
  return manifest;
}

const lockfiles: Readonly<Record<string, PackageManager>> = {
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
};

/** By `packageManager` of package.json, else by the nearest lockfile. */
function managerOf(folder: string, manifest: EditedJson): PackageManager {
  for (const above of foldersFrom(folder)) {
    const text = above === folder ? manifest.text : readIfThere(join(above, manifestName));
    const declared = text === undefined ? undefined : new EditedJson(text).get(["packageManager"]);
    const [, name] = /^(npm|pnpm|yarn)@/.exec(typeof declared === "string" ? declared : "") ?? [];
    if (name !== undefined) return String(declared).startsWith("yarn@1.") ? "yarn-1" : (name as PackageManager);
    const lockfile = Object.keys(lockfiles).find((each) => existsSync(join(above, each)));
    if (lockfile === undefined) continue;
    const isClassic = lockfile === "yarn.lock" && readIfThere(join(above, lockfile))?.includes("# yarn lockfile v1");
    return isClassic === true ? "yarn-1" : (lockfiles[lockfile] ?? "npm");
  }
  return "npm";
}

/** Yarn from version 2 on has no node_modules, unless it is told to. */
function isPlugAndPlay(folder: string, manager: PackageManager): boolean {
  if (manager !== "yarn") return false;
  const top = nearest(folder, "yarn.lock") ?? folder;
  if (existsSync(join(top, ".pnp.cjs"))) return true;
  const settings = readIfThere(join(top, ".yarnrc.yml"));
  if (settings !== undefined) return !/^nodeLinker:\s*["']?(node-modules|pnpm)\b/m.test(settings);
  return true;
}

/** Where the command is installed, or will be: npm and yarn install what workspaces need at their top. */
function modulesFolderOf(folder: string, manager: PackageManager): string {
  const folders = foldersFrom(folder);
  const top = manager === "pnpm" ? undefined : folders.find(holdsWorkspaces);
  return relative(folder, folders.find(holdsCommand) ?? top ?? folder)
    .split(sep)
    .join("/");
}

function holdsCommand(folder: string): boolean {
  return existsSync(join(folder, "node_modules/@metric-events/cli"));
}

function holdsWorkspaces(folder: string): boolean {
  const text = readIfThere(join(folder, manifestName));
  return text !== undefined && new EditedJson(text).get(["workspaces"]) !== undefined;
}

function hostsOf(top: string): readonly CiHost[] {
  const marks = {
    github: [/github\.com[:/]/, ".github"],
    gitlab: [/gitlab/, ".gitlab-ci.yml"],
  } as const;
  const settings = readIfThere(join(top, ".git/config")) ?? "";
  return ciHosts.filter((host) => marks[host][0].test(settings) || existsSync(join(top, marks[host][1])));
}

function hooksOf(folder: string, manifest: EditedJson): ProjectFacts["hooks"] {
  if (existsSync(join(folder, ".husky")) || hasDependency(manifest, "husky")) return "husky";
  if (readdirSync(folder).some((name) => /^\.?lefthook(-local)?\./.test(name))) return "lefthook";
  return existsSync(join(folder, ".pre-commit-config.yaml")) ? "pre-commit" : undefined;
}

/** The nearest folder that holds a file or folder of a name. */
function nearest(folder: string, name: string): string | undefined {
  return foldersFrom(folder).find((above) => existsSync(join(above, name)));
}

/** A folder and those above it, up to the top of its git repository. */
function foldersFrom(folder: string): readonly string[] {
  const folders = [folder];
  for (let each = folder; each !== dirname(each) && !existsSync(join(each, ".git")); ) {
    each = dirname(each);
    folders.push(each);
  }
  return folders;
}

/** `undefined` also for what is not a text file of a usual size, such as a FIFO: no project depends on it. */
function readIfThere(file: string): string | undefined {
  try {
    return existsSync(file) ? readText(file).replace(/^\uFEFF/, "") : undefined;
  } catch (error) {
    if (error instanceof UnfitFileError) return undefined;
    throw error;
  }
}

/** @throws {SystemError} or {UnfitFileError}, which name the file. */
export function readText(file: string): string {
  return namingFile(file, () => readTextFile(file));
}
