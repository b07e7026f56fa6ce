import type { Bump } from "../bump.js";
import type { EventVerdict, Finding } from "../finding.js";
import type { ReplaySummary } from "../log/replay.js";

/** All that a check found out, before it is put into words. */
export interface CheckReport {
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

export const reportFormats = ["text", "json", "github", "sarif", "markdown"] as const;

export type ReportFormat = (typeof reportFormats)[number];

export function errorsOf({ findings }: CheckReport): readonly Finding[] {
  return findings.filter(({ severity }) => severity === "error");
}
