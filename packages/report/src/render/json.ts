import { jsonText } from "@metric-events/text";
import type { Report } from "../model/report.js";
import { anomalyText } from "./anomaly-prose.js";

/** The report for programs: the model as it is, times as Unix seconds, with the sentences of the findings. */
export function reportJson(report: Report): string {
  const findings = report.findings.map((anomaly) => ({
    ...anomaly,
    message: anomalyText(anomaly),
  }));
  // A missing number is null, so that lists keep their places.
  return `${jsonText({ ...report, findings }, (_key, value) => (value === undefined ? null : value))}\n`;
}
