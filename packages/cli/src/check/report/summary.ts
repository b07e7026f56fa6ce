import { count } from "../../format/quantity.js";
import { isEnough } from "../bump.js";
import type { EventVerdict, Verdict } from "../finding.js";
import { type CheckReport, errorsOf } from "./report.js";

/** `4 events against git:v1.0.0: 3 compatible, 1 incompatible` for each baseline, and what follows. */
export function summaryLines(report: CheckReport): string[] {
  const errors = errorsOf(report).length;
  const warnings = report.findings.filter(({ severity }) => severity === "warning").length;
  const ignored = report.findings.filter(({ severity }) => severity === "ignored").length;
  const parts = [
    errors === 0 ? "nothing breaks" : count(errors, "problem"),
    ...(warnings === 0 ? [] : [count(warnings, "warning")]),
    ...(ignored === 0 ? [] : [`${ignored} accepted`]),
  ];
  return [
    ...report.notes,
    ...report.baselines.map((name) => baselineLine(name, report.verdicts)),
    ...report.bumps
      .filter((bump) => isEnough(bump) && bump.required !== "none")
      .map(
        ({ baselineVersion, candidateVersion, required }) =>
          `version ${baselineVersion} → ${candidateVersion}: enough for a ${required} change`,
      ),
    ...report.logs.map(logLine),
    parts.join(", "),
  ];
}

function logLine({ lines, readable, lost, unreadableBefore }: CheckReport["logs"][number]): string {
  const before =
    unreadableBefore === 0 ? "" : `, ${unreadableBefore.toLocaleString("en-US")} were no events before, either`;
  const stops = lost === 0 ? "" : `, ${lost.toLocaleString("en-US")} would stop reading`;
  return `${count(lines, "line")} replayed: ${readable.toLocaleString("en-US")} read${stops}${before}`;
}

function baselineLine(name: string, verdicts: readonly EventVerdict[]): string {
  const own = verdicts.filter(({ baseline }) => baseline === name);
  const counts = (["compatible", "incompatible", "unknown"] as const).flatMap((verdict) => {
    const number = own.filter((each) => overall(each) === verdict).length;
    return number === 0 ? [] : [`${number} ${verdict}`];
  });
  return `${count(own.length, "event")} against ${name}: ${counts.length === 0 ? "none" : counts.join(", ")}`;
}

/** Both directions as one. */
export function overall({ backward, forward }: EventVerdict): Verdict {
  const both = new Set([backward, forward]);
  return both.has("incompatible") ? "incompatible" : both.has("unknown") ? "unknown" : "compatible";
}
