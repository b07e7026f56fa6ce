import type { Paint } from "../../format/colors.js";
import { githubReport } from "./github.js";
import { jsonReport } from "./json.js";
import { markdownReport } from "./markdown.js";
import type { CheckReport, ReportFormat } from "./report.js";
import type { Repository } from "./repository-path.js";
import { sarifReport } from "./sarif.js";
import { textReport } from "./text.js";

export function formatReport(
  report: CheckReport,
  format: ReportFormat,
  { paint, repository }: { readonly paint: Paint; readonly repository: Repository },
): string {
  switch (format) {
    case "text":
      return textReport(report, paint);
    case "json":
      return jsonReport(report);
    case "github":
      return githubReport(report, repository);
    case "sarif":
      return sarifReport(report, repository);
    case "markdown":
      return markdownReport(report);
    default:
      return format satisfies never;
  }
}
