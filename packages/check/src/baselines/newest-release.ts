import { rcompare, valid } from "semver";
import type { Baseline } from "./baseline.js";

/** Of several releases only the newest, and everything that is not a release. */
export function newestReleaseOnly(baselines: readonly Baseline[]): Baseline[] {
  const [newest] = baselines.filter(({ isRelease }) => isRelease).toSorted(byVersion);
  return baselines.filter((baseline) => !baseline.isRelease || baseline === newest);
}

/** The newest first; a tag says which version it is, else the package does. */
function byVersion(left: Baseline, right: Baseline): number {
  return rcompare(versionOf(left), versionOf(right));
}

function versionOf({ name, version }: Baseline): string {
  return valid(/(\d+\.\d+\.\d+)$/.exec(name)?.[1]) ?? valid(version) ?? "0.0.0";
}
