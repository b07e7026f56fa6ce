import type { SourceLocation } from "@metric-events/schema";
import type { Finding } from "./finding.js";
import type { Ignore, Policy } from "./policy.js";

/** What a break is about, for entries that accept it. */
export interface About {
  readonly eventName: string;
  readonly code: string;
  /** The field, with dots; empty for the event as a whole. */
  readonly field: string;
}

/** The entry that accepts a break, when it is in force today. */
export function ignoreOf(policy: Policy, today: string, breaks: readonly About[]): Ignore | undefined {
  return policy.ignore.find((entry) => isInForce(entry, today) && breaks.some((each) => isAbout(entry, each)));
}

/**
 * Entries that match nothing, and entries that have expired. `placeOf` finds them in the config file. Entries about lines
 * of logs are left alone: which logs are replayed differs from call to call.
 */
export function judgeIgnores(
  findings: readonly Finding[],
  policy: Policy,
  placeOf: (index: number) => SourceLocation,
  today: string,
): Finding[] {
  const used = new Set(findings.flatMap((finding) => (finding.kind === "break" ? (finding.ignoredBy ?? []) : [])));
  return policy.ignore
    .flatMap((entry, index) =>
      used.has(entry) || entry.code === "unreadable-lines" ? [] : [{ entry, location: placeOf(index) }],
    )
    .map(({ entry, location }) => ({
      kind: "ignore",
      code: isInForce(entry, today) ? "ignore-unused" : "ignore-expired",
      severity: "error",
      location,
      entry,
    }));
}

function isAbout(entry: Ignore, { eventName, code, field }: About): boolean {
  return entry.event === eventName && entry.code === code && (entry.field === undefined || entry.field === field);
}

function isInForce({ until }: Ignore, today: string): boolean {
  return until === undefined || today <= until;
}
