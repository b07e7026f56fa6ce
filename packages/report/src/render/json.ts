import type { Report } from "../model/report.js";
import { anomalyText } from "./anomaly-prose.js";

/** The report for programs: the model as it is, times as Unix seconds, with the sentences of the findings. */
export function jsonReport(report: Report): string {
  const findings = report.findings.map((finding) => ({
    ...finding,
    message: anomalyText(finding, report.bucketSeconds),
  }));
  // A missing number is null, so that lists keep their places.
  const text = JSON.stringify({ ...report, findings }, (_key, value: unknown) => (value === undefined ? null : value));
  return `${text}\n`;
}
