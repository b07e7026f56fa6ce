import { compare, rcompare, valid } from "semver";
import type { Baseline } from "./baseline.js";

/** Of several releases only the newest, and everything that is not a release. */
export function newestReleaseOnly(baselines: readonly Baseline[]): Baseline[] {
  const [newest] = baselines
    .filter(({ isRelease }) => isRelease)
    .toSorted((left, right) => rcompare(rank(left), rank(right)));
  return baselines.filter((baseline) => !baseline.isRelease || baseline === newest);
}

/** Baselines by version; those without one as they were given, before the others. */
export function oldestFirst(baselines: readonly Baseline[]): Baseline[] {
  return baselines.toSorted((left, right) => compare(rank(left), rank(right)));
}

/** The version that a baseline is: its tag or folder says which, else the package does. */
export function releaseVersion({ name, version }: Baseline): string | undefined {
  return valid(/(\d+\.\d+\.\d+)$/.exec(name)?.[1]) ?? valid(version) ?? undefined;
}

function rank(baseline: Baseline): string {
  return releaseVersion(baseline) ?? "0.0.0";
}
