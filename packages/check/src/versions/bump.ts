import { gt, inc, major, minor, parse, patch, prerelease, valid } from "semver";

const levels = ["none", "patch", "minor", "major"] as const;

/** How much a version has to rise (semver.org). */
export type BumpLevel = (typeof levels)[number];

/** The version that a change requires of the package that ships the schemas, and the one that it has. */
export interface Bump {
  readonly baseline: string;
  readonly baselineVersion: string;
  /** That of package.json, raised as changesets plan it. */
  readonly candidateVersion: string;
  readonly required: BumpLevel;
  readonly received: BumpLevel;
}

/** Before 1.0.0 a minor version may break, and a patch may add (semver.org, item 4, and as npm's `^` takes it). */
export function levelFor(version: string, level: BumpLevel): BumpLevel {
  if (major(version) > 0) return level;
  return level === "major" ? "minor" : level === "minor" ? "patch" : level;
}

/** How much higher the candidate is. Between pre-releases of one version, and up to it, that is what this version is. */
export function receivedLevel(baseline: string, candidate: string): BumpLevel {
  if (!gt(candidate, baseline)) return "none";
  const isOnTheWay = prerelease(baseline) !== null && parse(baseline)?.compareMain(candidate) === 0;
  if (isOnTheWay) return patch(candidate) > 0 ? "patch" : minor(candidate) > 0 ? "minor" : "major";
  if (major(candidate) > major(baseline)) return "major";
  return minor(candidate) > minor(baseline) ? "minor" : "patch";
}

/** The version that a package will have when its changesets are released. */
export function plannedVersion(version: string, level: BumpLevel): string {
  return level === "none" ? version : (inc(version, level) ?? version);
}

export function isEnough({ required, received }: Pick<Bump, "required" | "received">): boolean {
  return levels.indexOf(received) >= levels.indexOf(required);
}

export function highest(of: readonly BumpLevel[]): BumpLevel {
  return levels[Math.max(0, ...of.map((level) => levels.indexOf(level)))] ?? "none";
}

export function isVersion(text: string | undefined): text is string {
  return text !== undefined && valid(text) !== null;
}
