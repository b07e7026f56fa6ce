import { count } from "@metric-events/text";
import type { CompatibilityVerdict, EventVerdict } from "../policy/finding.js";
import { isGoverned } from "../policy/policy.js";
import { type CheckResult, errorsOf } from "../result.js";
import { isEnough } from "../versions/bump.js";

/** `4 events against git:v1.0.0: 3 compatible, 1 incompatible` for each baseline, and what follows. */
export function summaryLines(report: CheckResult): string[] {
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

function logLine({ lines, readable, lost, unreadableBefore, hasBaseline }: CheckResult["logs"][number]): string {
  const parts = [
    `${readable.toLocaleString("en-US")} read`,
    ...(lost === 0 ? [] : [`${lost.toLocaleString("en-US")} ${hasBaseline ? "would stop reading" : "cannot be read"}`]),
    ...(unreadableBefore === 0
      ? []
      : [`${unreadableBefore.toLocaleString("en-US")} ${hasBaseline ? "not read before, either" : "not events"}`]),
  ];
  return `${count(lines, "line")} replayed: ${parts.join(", ")}`;
}

/** `4 events against git:v1.0.0: 2 compatible, 1 incompatible, 1 compatible as agreed`. */
function baselineLine(name: string, verdicts: readonly EventVerdict[]): string {
  const own = verdicts.filter(({ baseline }) => baseline === name);
  const counts = kinds.flatMap((kind) => {
    const number = own.filter((each) => kindOf(each) === kind).length;
    return number === 0 ? [] : [`${number} ${kind}`];
  });
  return `${count(own.length, "event")} against ${name}: ${counts.length === 0 ? "none" : counts.join(", ")}`;
}

const kinds = ["compatible", "compatible as agreed", "incompatible", "unknown", "not compared"] as const;

/** Both directions as one; a direction that the mode leaves out does not count. */
function kindOf({ mode, backward, forward }: EventVerdict): (typeof kinds)[number] {
  if (mode === "none") return "not compared";
  const governed = new Set<CompatibilityVerdict>([
    ...(isGoverned(mode, "backward") ? [backward] : []),
    ...(isGoverned(mode, "forward") ? [forward] : []),
  ]);
  if (governed.has("incompatible")) return "incompatible";
  if (governed.has("unknown")) return "unknown";
  return backward === "compatible" && forward === "compatible" ? "compatible" : "compatible as agreed";
}
