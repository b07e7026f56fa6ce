import { posix } from "node:path";
import { PackageFiles, parseManifest, type SchemaPackage } from "@metric-events/schema";
import type { Git } from "../git.js";
import type { Allowance } from "../limits.js";
import type { PackageRecord } from "./baseline-packages.js";
import { lockFileNames, parseLockFile } from "./parse-lock-file.js";

interface CommitPlace {
  readonly git: Git;
  readonly commit: string;
  /** The baseline, as messages call it. */
  readonly name: string;
  /** The folder of the schemas, relative to the top, with slashes; empty for the top. */
  readonly folder: string;
  readonly allowance: Allowance;
}

/** What a commit says of the packages that its schemas refer to: its package.json, the nearest lock file, and the packages beside it. */
export function commitRecord(place: CommitPlace, mayDeclare: (names: readonly string[]) => string[]): PackageRecord {
  const { git, commit, name } = place;
  const folder = manifestFolder(place);
  const manifest = parseManifest(git.file(commit, posix.join(folder, "package.json")) ?? "");
  const lock = nearestLock({ ...place, folder });
  const top = lock?.top ?? "";
  return {
    baseline: name,
    manifest,
    lock: lock === undefined ? undefined : { ...lock, folder: posix.relative(top, folder) },
    declared: mayDeclare([...(manifest?.dependencies.keys() ?? [])]),
    workspacePackage: (wanted) => {
      const path = "folder" in wanted ? posix.join(top, wanted.folder) : folderOf(wanted.name, place);
      return path === undefined || path.startsWith("..") ? undefined : packageAt(path === "." ? "" : path, place);
    },
  };
}

/** Where Node takes the schemas to belong: the folder of the nearest package.json. */
function manifestFolder({ git, commit, folder }: CommitPlace): string {
  for (let at = folder; at !== "" && at !== "."; at = posix.dirname(at)) {
    if (git.file(commit, posix.join(at, "package.json")) !== undefined) return at;
  }
  return "";
}

function nearestLock({ git, commit, folder, allowance }: CommitPlace) {
  for (let top = folder; ; top = posix.dirname(top)) {
    const at = top === "." ? "" : top;
    for (const name of lockFileNames) {
      const path = posix.join(at, name);
      const entry = git.entries(commit, [path]).find((each) => each.path === path && each.mode.startsWith("100"));
      if (entry === undefined) continue;
      allowance.take(path, entry.size);
      const [text = ""] = git.blobs([entry.id]);
      return { name, file: parseLockFile(name, text), top: at };
    }
    if (at === "") return undefined;
  }
}

/** The folder of the package with a name; lock files of Yarn 1 do not list those of the workspace. */
function folderOf(name: string, { git, commit }: CommitPlace): string | undefined {
  const manifests = git
    .entries(commit, [])
    .filter(({ path }) => posix.basename(path) === "package.json" && !path.split("/").includes("node_modules"));
  const texts = git.blobs(manifests.map(({ id }) => id));
  const index = texts.findIndex((text) => parseManifest(text)?.name === name);
  return index === -1 ? undefined : posix.dirname(manifests[index]?.path ?? "");
}

/** The JSON files of a package of the commit, but not those of packages in it. */
function packageAt(folder: string, { git, commit, name, allowance }: CommitPlace): SchemaPackage | undefined {
  const prefix = folder === "" ? "" : `${folder}/`;
  const manifest = parseManifest(git.file(commit, `${prefix}package.json`) ?? "");
  if (manifest === undefined) return undefined;
  const files = git
    .entries(commit, prefix === "" ? [] : [prefix])
    .filter(({ path, mode }) => mode.startsWith("100") && path.endsWith(".json"))
    .map((entry) => ({ ...entry, path: entry.path.slice(prefix.length) }))
    .filter(({ path }) => !path.split("/").includes("node_modules"));
  for (const { path, size } of files) allowance.take(path, size);
  const texts = git.blobs(files.map(({ id }) => id));
  const byPath = new Map(files.map(({ path }, index) => [path, texts[index] ?? ""]));
  return new PackageFiles(folder === "" ? name : `${name}:${folder}`, manifest, byPath);
}
