import { existsSync, realpathSync } from "node:fs";
import { basename, relative, sep } from "node:path";
import { didYouMean, suggest } from "@metric-events/runtime";
import { type FormatMeaning, meaningInConfig, parseSchemas, projectConfigName } from "@metric-events/schema";
import { compare, satisfies, valid } from "semver";
import { CheckError } from "../check-error.js";
import { packageVersion } from "../versions/package-version.js";
import type { Baseline, Baselines } from "./baseline.js";
import type { Git } from "./git.js";
import { schemaFilesOf } from "./git-files.js";
import { Allowance } from "./limits.js";
import { withPackages } from "./packages/baseline-packages.js";
import { commitRecord } from "./packages/commit-packages.js";
import type { PackageProvider } from "./packages/provide-package.js";
import { laterReleases } from "./unusable-baseline.js";

/** What to read from a commit: the same paths as in the work tree. */
export interface GitPlaces {
  readonly git: Git;
  /** Absolute path of the folder of schemas. */
  readonly schemas: string;
  /** Absolute path of the package.json whose version counts, where there is one. */
  readonly manifest: string | undefined;
  /** What provides the versions of packages that commits refer to. */
  readonly packages: PackageProvider;
}

/**
 * The schemas of a tag or commit; of a branch, those at the commit where the work tree branched off (the merge base), so that what
 * others did since is not taken for a change.
 *
 * @throws {CheckError} when it is not there, with the command that fetches it.
 */
export async function readRevision(revision: string, places: GitPlaces): Promise<Baseline> {
  const { git } = places;
  const tag = git.refCommit(`refs/tags/${revision}`);
  const branch = git.refCommit(`refs/heads/${revision}`) ?? git.refCommit(`refs/remotes/${revision}`);
  const commit = tag ?? (branch === undefined ? git.commit(revision) : mergeBase(revision, branch, git));
  if (commit === undefined) throw missing(revision, git);
  const baseline = await readCommit(`git:${revision}`, commit, tag !== undefined, places);
  if (baseline !== undefined) return baseline;
  assertNotMoved(revision, commit, places);
  const at = tag === undefined ? ` (commit ${commit.slice(0, 12)})` : "";
  throw new CheckError(
    "baseline-not-found",
    `git:${revision}${at} has no schemas in ${shownFolder(places)}; name a revision that has, or a folder with the older schemas`,
  );
}

/**
 * The schemas of every release tag, oldest first; those from before the first schemas are left out.
 *
 * @throws {CheckError} for a range without a release, and for a release that has schemas in another folder.
 */
export async function readTags(range: string | undefined, places: GitPlaces): Promise<Baselines> {
  const { git } = places;
  const tags = releaseTags(git, places.manifest === undefined ? undefined : packageNameOf(places, git));
  const wanted = tags.filter(({ version }) => range === undefined || satisfies(version, range));
  if (tags.length === 0 && git.isShallow)
    throw new CheckError(
      "incomplete-history",
      "this shallow clone has no tags; fetch them: git fetch --tags --unshallow",
    );
  if (range !== undefined && wanted.length === 0)
    throw new CheckError(
      "baseline-not-found",
      `no release tag is in the range ${range}; ${tags.length === 0 ? "there is none at all" : `there are ${tags.map(({ name }) => name).join(", ")}`}`,
    );
  const read: { readonly name: string; readonly baseline: Baseline | undefined }[] = [];
  for (const { name } of wanted) {
    const commit = git.commit(`refs/tags/${name}`) ?? name;
    read.push({ name, baseline: await readCommit(`git:${name}`, commit, true, places) });
  }
  const without = read.filter(({ baseline }) => baseline === undefined).map(({ name }) => name);
  for (const name of without.toReversed()) assertNotMoved(name, `refs/tags/${name}`, places);
  const notes = [
    ...(wanted.length === 0 ? ["no release tag yet"] : []),
    ...(without.length === 0 ? [] : [`${without.join(", ")}: no schemas in ${shownFolder(places)}`]),
  ];
  return { baselines: read.flatMap(({ baseline }) => baseline ?? []), notes };
}

/** @throws {CheckError} for a commit that has schemas, but in another folder: to pass over it would hide every break. */
function assertNotMoved(name: string, commit: string, places: GitPlaces): void {
  const folders = places.git.entries(commit, []).flatMap(({ path }) => {
    const [, folder] = /^(.*\/|)events\/[^/]+\.schema\.json$/.exec(path) ?? [];
    return folder === undefined ? [] : [folder.replace(/\/$/, "")];
  });
  const [folder] = folders;
  if (folder === undefined) return;
  const shown = folder === "" ? "the top of the repository" : folder;
  const later = laterReleases(name);
  const copy = `git archive ${name}${folder === "" ? "" : ` ${folder}`} | tar -x -C <folder>`;
  throw new CheckError(
    "moved-schemas",
    `${name} has no schemas in ${shownFolder(places)}, but in ${shown}; if they moved, compare with a copy: ${copy}, as <folder>${folder === "" ? "" : `/${folder}`}; if these are others, ${later === undefined ? "compare with a later commit" : `name a range of later releases: ${later}`}`,
  );
}

interface ReleaseTag {
  readonly name: string;
  readonly version: string;
}

/** `v1.2.3`, `1.2.3` and `package@1.2.3`, without pre-releases, by version. */
function releaseTags(git: Git, packageName: string | undefined): ReleaseTag[] {
  const names = git.run("tag", "--list").split("\n");
  return names
    .flatMap((name): ReleaseTag[] => {
      const [, prefix, text = ""] = /^(?:(.+)@)?v?(\d+\.\d+\.\d+)$/.exec(name) ?? [];
      const version = valid(text);
      if (version === null || (prefix !== undefined && prefix !== packageName)) return [];
      return [{ name, version }];
    })
    .toSorted((left, right) => compare(left.version, right.version));
}

function packageNameOf({ manifest }: GitPlaces, git: Git): string | undefined {
  const text = manifest === undefined ? undefined : git.file("HEAD", pathInRepository(manifest, git));
  return text === undefined ? undefined : packageVersion(text)?.name;
}

async function readCommit(
  name: string,
  commit: string,
  isRelease: boolean,
  places: GitPlaces,
): Promise<Baseline | undefined> {
  const { git, schemas, manifest, packages } = places;
  const folder = pathInRepository(schemas, git);
  const prefix = folder === "" ? "" : `${folder}/`;
  const allowance = new Allowance(name);
  const files = schemaFilesOf(git, commit, folder, allowance);
  if (!files.some(({ path }) => path.startsWith(`${prefix}events/`))) return undefined;
  const texts = files.map(({ path, text }) => ({ path: path.slice(prefix.length), text }));
  const manifestPath = manifest === undefined ? undefined : pathInRepository(manifest, git);
  const text = manifestPath === undefined ? undefined : git.file(commit, manifestPath);
  const root = folder === "" ? name : `${name}:${folder}`;
  const place = { git, commit, name, folder, allowance };
  return {
    name,
    set: await withPackages(
      () => commitRecord(place, (names) => packages.mayDeclare(names)),
      (...wanted) => packages.provide(...wanted),
      (finder) => parseSchemas(root, texts, finder, formatsAt(git, commit, folder)),
    ),
    version: text === undefined ? undefined : packageVersion(text)?.version,
    isRelease,
  };
}

/** What the nearest config file of a commit says about the schemas in a folder of it. */
function formatsAt(git: Git, commit: string, folder: string): FormatMeaning {
  const folders = folder === "" ? [] : folder.split("/");
  for (let depth = folders.length; depth >= 0; depth--) {
    const text = git.file(commit, [...folders.slice(0, depth), projectConfigName].join("/"));
    // The command refuses other values today; what cannot be understood did not assert anything.
    if (text !== undefined) return meaningInConfig(text) ?? "annotate";
  }
  return "annotate";
}

function mergeBase(revision: string, branch: string, git: Git): string {
  const base = git.try("merge-base", branch, "HEAD");
  if (base !== undefined) return base;
  if (git.isShallow)
    throw new CheckError(
      "incomplete-history",
      `this shallow clone does not reach back to where HEAD branched off ${revision}; fetch more of the history: git fetch --unshallow`,
    );
  throw new CheckError(
    "incomplete-history",
    `HEAD and ${revision} have no commit in common; name a commit to compare with: git:<commit>`,
  );
}

function missing(revision: string, git: Git): CheckError {
  const names = git.run("for-each-ref", "--format=%(refname:short)").split("\n").filter(Boolean);
  const meant = suggest(revision, names);
  const fetch = fetchCommand(revision, git.run("remote").split("\n").filter(Boolean));
  const where = git.isShallow ? "It may only be missing in this shallow clone" : "It may be on the server";
  const sentences = [
    `git does not know ${JSON.stringify(revision)}${didYouMean(meant, { write: (name) => `git:${name}` })}`,
    fetch === undefined ? "This repository has no remote to fetch it from" : `${where}; fetch it: ${fetch}`,
  ];
  return new CheckError("baseline-not-found", sentences.join(meant === undefined ? ". " : " "));
}

/** `origin/main` is a branch of origin; what looks like a version is a tag; all else may be a branch. */
function fetchCommand(revision: string, remotes: readonly string[]): string | undefined {
  const [first] = remotes;
  const remote = remotes.find((name) => revision.startsWith(`${name}/`));
  if (remote !== undefined) return `git fetch ${remote} ${revision.slice(remote.length + 1)}:refs/remotes/${revision}`;
  if (first === undefined) return undefined;
  return /\d\.\d/.test(revision) ? `git fetch ${first} tag ${revision}` : `git fetch ${first} ${revision}:${revision}`;
}

function pathInRepository(path: string, { top }: Git): string {
  const real = existsSync(path) ? realpathSync(path) : path;
  return relative(top, real).split(sep).join("/");
}

function shownFolder({ git, schemas }: GitPlaces): string {
  return pathInRepository(schemas, git) || basename(git.top);
}
