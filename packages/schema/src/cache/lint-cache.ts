import { buildDigest, ProjectCache, type TextStore } from "@metric-events/system";
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

/** The cache of a folder of schemas in a store, such as that of the project; see `ProjectCache` for who can write that. */
export function lintCacheIn(store: TextStore, folder: string): LintCache {
  const name = `lint-${digestOf(folder)}`;
  const tool = buildDigest(import.meta.url);
  const [madeBy, ...lines] = (store.read(name) ?? "").split("\n");
  let known: ReadonlySet<string> = new Set(madeBy === tool ? lines : []);
  const keep = (digests: ReadonlySet<string>): void => {
    if (digests.size === known.size && [...digests].every((digest) => known.has(digest))) return;
    known = digests;
    store.write(name, [tool, ...digests].join("\n"));
  };
  return {
    has: (digest) => known.has(digest),
    keep,
    add: (digests) => keep(known.size > maxDigests ? digests : new Set([...known, ...digests])),
  };
}

/** The same in the cache of the project that the folder is in; `undefined` where it has none. */
export function lintCacheOf(folder: string): LintCache | undefined {
  const cache = ProjectCache.of(folder);
  return cache === undefined ? undefined : lintCacheIn(cache, folder);
}
