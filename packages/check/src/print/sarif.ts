import type { Finding } from "../policy/finding.js";
import { headline } from "../prose.js";
import type { CheckResult } from "../result.js";
import { oneMessage } from "./one-message.js";
import { type Repository, repositoryUri } from "./repository-path.js";

/** Static Analysis Results Interchange Format 2.1.0 (OASIS), for code scanning. */
export function sarifReport(
  { findings }: CheckResult,
  repository: Repository,
  toolVersion: string | undefined,
): string {
  const rules = [...new Set(findings.map(({ code }) => code))].toSorted();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "metric-events",
            ...(toolVersion === undefined ? {} : { version: toolVersion }),
            rules: rules.map((id) => ({ id, shortDescription: { text: id.replaceAll("-", " ") } })),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [sourceRoot]: { description: { text: "the top of the checkout" } } },
        results: findings.map((finding) => result(finding, rules.indexOf(finding.code), repository)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const sourceRoot = "SRCROOT";

/** A relative URI says what it is relative to (SARIF 2.1.0, section 3.4.4). */
function artifact(uri: string): object {
  return uri.startsWith("file:") ? { uri } : { uri, uriBaseId: sourceRoot };
}

function result(finding: Finding, ruleIndex: number, repository: Repository): object {
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
          artifactLocation: artifact(repositoryUri(file, repository)),
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    partialFingerprints: { finding: `${code} ${headline(finding)}` },
    ...(severity === "ignored" ? { suppressions: [{ kind: "external" }] } : {}),
    ...("witness" in finding && finding.witness !== undefined ? { properties: { witness: finding.witness } } : {}),
  };
}
