import type { Paint } from "../../format/colors.js";
import { githubReport } from "./github.js";
import { jsonReport } from "./json.js";
import { markdownReport } from "./markdown.js";
import type { CheckReport, ReportFormat } from "./report.js";
import { sarifReport } from "./sarif.js";
import { textReport } from "./text.js";

export function formatReport(report: CheckReport, format: ReportFormat, paint: Paint): string {
  switch (format) {
    case "text":
      return textReport(report, paint);
    case "json":
      return jsonReport(report);
    case "github":
      return githubReport(report);
    case "sarif":
      return sarifReport(report);
    case "markdown":
      return markdownReport(report);
    default:
      return format satisfies never;
  }
}
