import { resolve } from "node:path";
import { gt } from "semver";
import type { Baseline, Baselines } from "./baselines/baseline.js";
import { oldestFirst, releaseVersion } from "./baselines/newest-release.js";
import { parseSource } from "./baselines/parse-source.js";
import { readBaselines } from "./baselines/read-baselines.js";
import { type Candidate, loadCandidate } from "./candidate.js";
import { CheckError } from "./check-error.js";
import type { DiffOptions } from "./check-schemas.js";
import { compareEvents, type Events, versionsOf } from "./compare/compare-events.js";
import { changesOf, type EventChanges } from "./print/diff.js";
import { isVersion } from "./versions/bump.js";
import { findManifestFile, readManifest } from "./versions/manifest.js";

/** What a release brought, compared with the one before. */
export interface ReleaseChanges {
  /** Its version, such as `1.2.0`; the name of the baseline where it has none. `undefined` for what no release has yet. */
  readonly name: string | undefined;
  /** The release before; `undefined` for the first one. */
  readonly since: string | undefined;
  /** By name; none for an event that did not change. */
  readonly events: readonly EventChanges[];
}

/** What changed from release to release. */
export interface SchemaHistory {
  /** The newest first. What is not released yet is the first, if it differs from the last release. */
  readonly releases: readonly ReleaseChanges[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/** Release tags where no baseline is named. A branch keeps changing, so it is not a release. */
const releaseTags = "git:tags";

/**
 * Says what changed in schemas from release to release, up to the schemas as they are now. These have the version of the package.json,
 * where it is newer than the last release, so that tagging them changes nothing.
 *
 * @param options as for `diffSchemas`. Default of `against`: all release tags; none outside a git repository.
 * @throws {UnusableSchemasError} for schemas that the lint refuses.
 * @throws {CheckError} for a release that cannot be read.
 */
export async function schemaHistory(options: DiffOptions): Promise<SchemaHistory> {
  const { cwd = process.cwd(), manifest } = options;
  const candidate = loadCandidate(resolve(cwd, options.schemas), options.cache);
  const manifestFile = manifest === undefined ? findManifestFile(candidate.folder) : resolve(cwd, manifest);
  const { baselines, notes } = await readReleases(options, candidate, manifestFile);
  const releases: ReleaseChanges[] = [];
  let before: Release | undefined;
  for (const baseline of onePerVersion(oldestFirst(baselines))) {
    const release = { name: releaseVersion(baseline) ?? baseline.name, baseline, events: versionsOf(baseline) };
    releases.push(await changesSince(before, release, options));
    before = release;
  }
  if (before === undefined) return { releases, notes };
  const version = manifestFile === undefined ? undefined : readManifest(manifestFile).version;
  const name = isNewer(version, before.name) ? version : undefined;
  const now = await changesSince(before, { name, events: candidate.events }, options);
  return {
    releases: (name === undefined && now.events.length === 0 ? releases : [...releases, now]).toReversed(),
    notes,
  };
}

interface Release {
  readonly name: string;
  readonly baseline: Baseline;
  readonly events: Events;
}

async function readReleases(
  { against = [], cwd = process.cwd() }: DiffOptions,
  candidate: Candidate,
  manifest: string | undefined,
): Promise<Baselines> {
  const sources = (against.length === 0 ? [releaseTags] : against).map(parseSource);
  try {
    return await readBaselines(sources, { cwd, schemas: candidate.folder, manifest });
  } catch (error) {
    if (against.length > 0 || !(error instanceof CheckError && error.code === "no-repository")) throw error;
    return { baselines: [], notes: [] };
  }
}

/** A tag and an archive of one version are one release. */
function onePerVersion(baselines: readonly Baseline[]): readonly Baseline[] {
  const versions = baselines.map((baseline) => releaseVersion(baseline));
  return baselines.filter((_, index) => {
    const version = versions[index];
    return version === undefined || versions.indexOf(version) === index;
  });
}

async function changesSince(
  before: Release | undefined,
  { name, events }: { readonly name: string | undefined; readonly events: Events },
  { onProgress }: DiffOptions,
): Promise<ReleaseChanges> {
  if (before === undefined) {
    const added = { status: "added", backward: "compatible", forward: "compatible", changes: [] } as const;
    const names = [...events.keys()].toSorted();
    return { name, since: undefined, events: names.map((event) => ({ event, baseline: "", ...added })) };
  }
  const outcomes = await compareEvents([before.baseline], events, async (event) => onProgress?.(event, before.name));
  return { name, since: before.name, events: outcomes.flatMap(changesOf) };
}

function isNewer(version: string | undefined, released: string): boolean {
  return isVersion(version) && isVersion(released) && gt(version, released);
}
