import type { Finding } from "../policy/finding.js";
import { advice, headline, victims } from "../prose.js";
import { type CheckResult, errorsOf } from "../result.js";

/** One document: `{ findings, events, bumps, logs, notes, summary }`. */
export function jsonReport(report: CheckResult): string {
  const { baselines, findings, verdicts, bumps, notes, logs } = report;
  const summary = {
    baselines,
    errors: errorsOf(report).length,
    warnings: findings.filter(({ severity }) => severity === "warning").length,
    accepted: findings.filter(({ severity }) => severity === "ignored").length,
  };
  const events = verdicts.map(({ eventName, ...verdict }) => ({ event: eventName, ...verdict }));
  return `${JSON.stringify({ findings: findings.map(plain), events, bumps, logs, notes, summary }, null, 2)}\n`;
}

function plain(finding: Finding): object {
  const { location, kind, code, severity, ...rest } = finding;
  const about = "eventName" in rest ? { event: rest.eventName } : {};
  const { eventName: _, issues, ...facts } = rest as typeof rest & { eventName?: string; issues?: readonly unknown[] };
  return {
    ...location,
    kind,
    code,
    severity,
    ...about,
    ...facts,
    ...(issues === undefined ? {} : { issues }),
    ...("direction" in finding ? { breaks: victims(finding.direction) } : {}),
    message: headline(finding),
    instead: advice(finding),
  };
}
