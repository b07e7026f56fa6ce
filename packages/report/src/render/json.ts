import { jsonText } from "@metric-events/text";
import type { Anomaly } from "../model/anomaly.js";
import type { Report } from "../model/report.js";
import { anomalyText } from "./anomaly-prose.js";

/** The report for programs: the model as it is, times as Unix seconds, with the sentences of the findings. */
export function reportJson(report: Report): string {
  const findings = report.findings.map(withMessage);
  const silenced = report.silenced.map((each) => ({ ...each, finding: withMessage(each.finding) }));
  // A missing number is null, so that lists keep their places.
  return `${jsonText({ ...report, findings, silenced }, (_key, value) => (value === undefined ? null : value))}\n`;
}

function withMessage(anomaly: Anomaly): object {
  return { ...anomaly, message: anomalyText(anomaly) };
}
