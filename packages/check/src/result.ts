import type { EventVerdict, Finding } from "./policy/finding.js";
import type { ReplaySummary } from "./replay/replay.js";
import type { Bump } from "./versions/bump.js";

/** All that a check found out, before it is put into words. */
export interface CheckResult {
  /** Names of the baselines, as they were compared. */
  readonly baselines: readonly string[];
  readonly findings: readonly Finding[];
  readonly verdicts: readonly EventVerdict[];
  readonly bumps: readonly Bump[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
  /** What was replayed, for the summary. */
  readonly logs: readonly ReplaySummary[];
}

/** Nothing was compared or replayed. */
export const emptyResult: CheckResult = { baselines: [], findings: [], verdicts: [], bumps: [], notes: [], logs: [] };

export function errorsOf({ findings }: CheckResult): readonly Finding[] {
  return findings.filter(({ severity }) => severity === "error");
}
