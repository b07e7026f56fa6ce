import { code, escape, printable } from "@metric-events/text";
import type { Finding } from "../policy/finding.js";
import { advice, evidence, headline, refusal, victims } from "../prose.js";
import type { ReplayedLine } from "../replay/replay.js";
import { type CheckResult, errorsOf } from "../result.js";
import { summaryLines } from "./summary.js";

/** For a comment on a pull request. */
export function markdownReport(report: CheckResult): string {
  const errors = errorsOf(report).length;
  const title = errors === 0 ? "Event schemas: compatible" : "Event schemas: this change breaks readers";
  const accepted = report.findings.filter(({ severity }) => severity === "ignored");
  const open = report.findings.filter(({ severity }) => severity !== "ignored");
  return [
    `## ${title}`,
    "",
    ...open.flatMap(section),
    ...(accepted.length === 0
      ? []
      : [
          "<details><summary>Accepted</summary>",
          "",
          ...accepted.map((finding) => `- ${escape(headline(finding))}`),
          "",
          "</details>",
          "",
        ]),
    ...summaryLines(report).map((line) => `- ${escape(line)}`),
    "",
  ].join("\n");
}

function section(finding: Finding): string[] {
  const { file, line } = finding.location;
  const lines = [`### ${escape(headline(finding))}`, "", `${code(`${file}:${line}`)} · ${code(finding.code)}`, ""];
  if (finding.kind === "break") {
    lines.push(`Breaks **${victims(finding.direction)}** (${finding.direction}): ${escape(evidence(finding))}.`, "");
    if (finding.witness !== undefined) lines.push(...fenced(printable(JSON.stringify(finding.witness)), "json"));
    if (finding.issues.length > 0) lines.push(...fenced(printable(refusal(finding)), "text"));
  }
  if (finding.kind === "log") {
    const examples = finding.loss.examples.map(shownLine);
    lines.push(...fenced(examples.map(printable).join("\n"), "text"));
  }
  return [...lines, `Instead: ${escape(advice(finding))}.`, ""];
}

function shownLine({ file, line, text }: ReplayedLine): string {
  return `${file}:${line}: ${text}`;
}

/** A fence that is longer than any within. */
function fenced(text: string, language: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, text, fence, ""];
}
