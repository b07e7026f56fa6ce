import { CheckError } from "../check-error.js";

/** For a release with unusable schemas: comparing with the rest of it would hide breaks. */
export function unusableBaseline(name: string, reasons: readonly string[]): CheckError {
  const lines = [`cannot use the schemas of ${name}; ${wayAround(name)}`, ...reasons.map((reason) => `  ${reason}`)];
  return new CheckError("unusable-baseline", lines);
}

/** How to go on without a baseline that stays as it is. */
function wayAround(name: string): string {
  const later = laterReleases(name.replace(/^git:/, ""));
  if (name.startsWith("git:") && later !== undefined)
    return `to leave it out, compare with later releases: --against "${later}"`;
  return name.startsWith("git:") ? "compare with a later commit instead" : "compare with a later version instead";
}

/** What names the releases after a tag; undefined for what is not the tag of a release. */
export function laterReleases(tag: string): string | undefined {
  const [, version] = /^(?:.+@)?v?(\d+\.\d+\.\d+)$/.exec(tag) ?? [];
  return version === undefined ? undefined : `git:tags@>${version}`;
}
