import { printable } from "@metric-events/text";
import type { Finding } from "../policy/finding.js";
import { advice, evidence, headline, refusal, victims } from "../prose.js";

/** All that there is to say of a finding, for formats with one text for each; a line for each thought. */
export function oneMessage(finding: Finding): string {
  const lines = [headline(finding)];
  if (finding.kind === "break") {
    lines.push(`Breaks ${victims(finding.direction)} (${finding.direction}): ${evidence(finding)}:`);
    if (finding.witness !== undefined) lines.push(JSON.stringify(finding.witness));
    if (finding.issues.length > 0) lines.push(refusal(finding));
  }
  if (finding.kind === "log")
    lines.push(...finding.loss.examples.map(({ file, line, text }) => `${file}:${line}: ${text}`));
  lines.push(`Instead: ${advice(finding)}`);
  return lines.map(printable).join("\n");
}
