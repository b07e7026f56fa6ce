import { version } from "../../version.js";
import type { Finding } from "../finding.js";
import { headline } from "../prose.js";
import { oneMessage } from "./one-message.js";
import type { CheckReport } from "./report.js";

/** Static Analysis Results Interchange Format 2.1.0 (OASIS), for code scanning. */
export function sarifReport({ findings }: CheckReport): string {
  const rules = [...new Set(findings.map(({ code }) => code))].toSorted();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "metric-events",
            version: version(),
            rules: rules.map((id) => ({ id, shortDescription: { text: id.replaceAll("-", " ") } })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => result(finding, rules.indexOf(finding.code))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function result(finding: Finding, ruleIndex: number): object {
  const { code, severity, location } = finding;
  const { file, line, column } = location;
  const levels = { error: "error", warning: "warning", ignored: "note" } as const;
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: oneMessage(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file.replaceAll("\\", "/")) },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    partialFingerprints: { finding: `${code} ${headline(finding)}` },
    ...(severity === "ignored" ? { suppressions: [{ kind: "external" }] } : {}),
    ...("witness" in finding && finding.witness !== undefined ? { properties: { witness: finding.witness } } : {}),
  };
}
