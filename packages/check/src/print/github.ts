import { printable, workflowCommand } from "@metric-events/text";
import type { CheckResult } from "../result.js";
import { oneMessage } from "./one-message.js";
import { type Repository, repositoryPath } from "./repository-path.js";
import { summaryLines } from "./summary.js";

/** Annotations of GitHub Actions on the lines of the schema files, and the summary. */
export function githubReport(report: CheckResult, repository: Repository): string {
  const levels = { error: "error", warning: "warning", ignored: "notice" } as const;
  const annotations = report.findings.map((finding) => {
    const { line, column } = finding.location;
    const file = repositoryPath(finding.location.file, repository);
    const title = "eventName" in finding ? `${finding.code} (${finding.eventName})` : finding.code;
    return workflowCommand(levels[finding.severity], { file, line, column, title, message: oneMessage(finding) });
  });
  return [...annotations, ...summaryLines(report).map(printable), ""].join("\n");
}
