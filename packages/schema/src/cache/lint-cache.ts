import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ProjectCache } from "@metric-events/system";
import { digestOf } from "./digest.js";

/** Digests of what the lint found nothing against. Nothing else is kept, and nothing of it is run. */
export interface LintCache {
  has(digest: string): boolean;
  /** Keeps these digests, and forgets all others. */
  keep(digests: ReadonlySet<string>): void;
  /** Keeps these digests as well. */
  add(digests: ReadonlySet<string>): void;
}

/** More than the files of a large folder. */
const maxDigests = 50_000;

/** A cache that forgets nothing, for those who look at some files only. */
export function addingTo(cache: LintCache): LintCache {
  const add = (digests: ReadonlySet<string>): void => cache.add(digests);
  return { has: (digest) => cache.has(digest), keep: add, add };
}

/** The cache of the project that a folder of schemas is in; `undefined` where it has none. See {@link ProjectCache} for who can write it. */
export function lintCacheOf(folder: string): LintCache | undefined {
  const cache = ProjectCache.of(folder);
  if (cache === undefined) return undefined;
  const name = `lint-${digestOf(folder)}`;
  const tool = toolDigest();
  const [madeBy, ...lines] = (cache.read(name) ?? "").split("\n");
  let known: ReadonlySet<string> = new Set(madeBy === tool ? lines : []);
  const keep = (digests: ReadonlySet<string>): void => {
    if (digests.size === known.size && [...digests].every((digest) => known.has(digest))) return;
    known = digests;
    cache.write(name, [tool, ...digests].join("\n"));
  };
  return {
    has: (digest) => known.has(digest),
    keep,
    add: (digests) => keep(known.size > maxDigests ? digests : new Set([...known, ...digests])),
  };
}

/** Another version, or another build of this one, may find more. */
function toolDigest(): string {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return digestOf(manifest, String(statSync(fileURLToPath(import.meta.url)).mtimeMs));
}
