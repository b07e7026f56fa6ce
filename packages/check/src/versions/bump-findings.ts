import type { Baseline } from "../baselines/baseline.js";
import type { EventOutcome } from "../compare/compare-events.js";
import type { Finding } from "../policy/finding.js";
import type { Policy } from "../policy/policy.js";
import { type Bump, highest, isEnough, isVersion, levelFor, receivedLevel } from "./bump.js";
import { type FilePlaces, placeAt } from "./json-places.js";
import type { Manifest } from "./manifest.js";
import { requiredLevel } from "./required-level.js";

/** The version that the changes since each baseline require, and the one that the package has. */
export function bumpsOf(
  baselines: readonly Baseline[],
  outcomes: readonly EventOutcome[],
  findings: readonly Finding[],
  manifest: Manifest | undefined,
  policy: Policy,
): Bump[] {
  const candidateVersion = manifest?.planned;
  if (!isVersion(candidateVersion) || policy.bump === "never") return [];
  const counted = baselines.filter(({ isRelease }) => isRelease || policy.bump === "always");
  return counted.flatMap(({ name, version }) => {
    if (!isVersion(version)) return [];
    const own = outcomes.filter(({ baseline }) => baseline.name === name);
    const related = findings.filter((finding) => "baselines" in finding && finding.baselines.includes(name));
    const required = levelFor(version, requiredLevel(own, related, policy));
    const received = receivedLevel(version, candidateVersion);
    return [{ baseline: name, baselineVersion: version, candidateVersion, required, received }];
  });
}

export function versionNote(manifest: Manifest | undefined, { bump }: Policy): string[] {
  const isUnversioned = manifest !== undefined && bump === "always" && !isVersion(manifest.version);
  return isUnversioned ? [`${manifest.file} has no version, so no version has to rise`] : [];
}

export function bumpFindings(bumps: readonly Bump[], manifest: FilePlaces | undefined): Finding[] {
  const missing = bumps.filter((bump) => !isEnough(bump));
  // There is one version to raise, however many releases require it.
  const strongest = missing.findLast(({ required }) => required === highest(missing.map((bump) => bump.required)));
  if (strongest === undefined) return [];
  const location = placeAt(manifest, "/version");
  return [{ kind: "bump", code: "missing-bump", severity: "error", location, bump: strongest }];
}
