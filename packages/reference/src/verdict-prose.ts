import type { EventChanges, ReleaseChanges } from "@metric-events/check";

/** `Not released yet`, or the version. */
export function releaseTitle({ name }: ReleaseChanges): string {
  return name ?? "Not released yet";
}

/** What a release is compared with, as a sentence. */
export function sinceSentence({ since, events }: ReleaseChanges): string {
  if (since === undefined) return "The first release.";
  return events.length === 0 ? `Nothing changed since ${since}.` : `Since ${since}:`;
}

const statuses = {
  added: "new",
  removed: "removed",
  reworded: "the same in other words",
  changed: "changed",
} as const;

/** What happened to an event, in one line for each change. */
export function changeLines({ status, changes }: EventChanges): readonly string[] {
  return changes.length === 0 ? [statuses[status]] : changes.map(({ message }) => message);
}

export const verdictColumns = ["new readers, old logs", "old readers, new events"] as const;

/** What is said where nothing was released. */
export const noReleases =
  "Nothing was released yet, so there is nothing to compare with. A release is a git tag such as v1.2.0.";
