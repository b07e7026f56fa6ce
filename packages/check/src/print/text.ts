import { type Paint, printable } from "@metric-events/text";
import type { Finding } from "../policy/finding.js";
import { advice, evidence, headline, refusal, victims } from "../prose.js";
import type { CheckResult } from "../result.js";
import { summaryLines } from "./summary.js";

/** For people: the place as compilers print it, what broke, whom, the event that shows it, and what to do instead. */
export function textReport(report: CheckResult, paint: Paint): string {
  const blocks = report.findings.map((finding) => findingBlock(finding, paint));
  const summary = summaryLines(report).map(printable);
  return [...blocks, ...summary, ""].join("\n");
}

function findingBlock(finding: Finding, paint: Paint): string {
  const { file, line, column } = finding.location;
  const labels = {
    error: paint("red", "error"),
    warning: paint("yellow", "warning"),
    ignored: paint("dim", "accepted"),
  };
  const place = paint("bold", printable(`${file}:${line}:${column}`));
  const title = `${place}: ${labels[finding.severity]}: ${printable(headline(finding))} (${finding.code})`;
  return [title, ...details(finding).map((text) => `  ${printable(text)}`), ""].join("\n");
}

function details(finding: Finding): string[] {
  const instead = `instead: ${advice(finding)}`;
  switch (finding.kind) {
    case "break": {
      const accepted = finding.ignoredBy;
      return [
        `breaks ${victims(finding.direction)} (${finding.direction}): ${evidence(finding)}`,
        ...(finding.witness === undefined ? [] : [`  ${JSON.stringify(finding.witness)}`]),
        ...(finding.issues.length === 0 ? [] : [`  ${refusal(finding)}`]),
        accepted === undefined
          ? instead
          : `accepted: ${accepted.reason}${accepted.until === undefined ? "" : `, until ${accepted.until}`}`,
      ];
    }
    case "undecided":
      return [
        `may break ${victims(finding.direction)} (${finding.direction}) of ${finding.baselines.join(", ")}`,
        ...(finding.severity === "ignored" ? ["accepted by allowUnknown"] : [instead]),
      ];
    case "meaning":
      return [`since ${finding.baselines.join(", ")}; no validator can see it`, instead];
    case "log":
      return [...finding.loss.examples.map(({ file, line, text }) => `${file}:${line}: ${text}`), instead];
    case "bump":
    case "ignore":
      return [instead];
    default:
      return finding satisfies never;
  }
}
