import type { Finding } from "./finding.js";

/** Findings that differ in the baseline only, as one that names all of them. */
export function onePerBreak(findings: readonly Finding[]): Finding[] {
  const byKey = new Map<string, Finding>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const known = byKey.get(key);
    const isShared = known !== undefined && "baselines" in known && "baselines" in finding;
    // The newest baseline comes last, and its witness is the one to show.
    byKey.set(
      key,
      isShared ? ({ ...finding, baselines: [...known.baselines, ...finding.baselines] } as Finding) : finding,
    );
  }
  return [...byKey.values()];
}

function keyOf(finding: Finding): string {
  const { kind, code, severity, location } = finding;
  const about = "eventName" in finding ? finding.eventName : "";
  const direction = "direction" in finding ? finding.direction : "";
  const changes =
    "changes" in finding ? finding.changes.map(({ code: each, field, at }) => [each, field, at.file, at.pointer]) : [];
  const place = code === "event-removed" ? "" : `${location.file}:${location.pointer}`;
  return JSON.stringify([kind, code, severity, place, about, direction, changes]);
}
