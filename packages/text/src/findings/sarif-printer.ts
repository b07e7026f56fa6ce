import { jsonText } from "../json.js";
import { capitalized, messageWithSubject, wholeMessage } from "./message.js";
import type { FindingPlace, FindingSummary, PlacedFinding, RuleText } from "./placed-finding.js";
import type { CompleteOptions, FindingPrinter } from "./printer.js";
import { RepositoryPaths, repositoryUri } from "./repository-path.js";

const sourceRoot = "SRCROOT";
const levels = { error: "error", warning: "warning", ignored: "note" } as const;

/** Static Analysis Results Interchange Format 2.1.0 (OASIS), for code scanning. The rules follow the results, which are streamed. */
export class SarifPrinter implements FindingPrinter {
  readonly #options: CompleteOptions;
  readonly #uris: RepositoryPaths;
  /** The index of each rule, in the order in which they were met. */
  readonly #rules = new Map<string, number>();
  #results = 0;

  constructor(options: CompleteOptions) {
    this.#options = options;
    this.#uris = new RepositoryPaths(options.repository, repositoryUri);
  }

  begin(): string {
    const head = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0" };
    return `${jsonText(head).slice(0, -1)},"runs":[{"results":[`;
  }

  finding(finding: PlacedFinding): string {
    return `${this.#results++ === 0 ? "\n" : ",\n"}${jsonText(this.#result(finding))}`;
  }

  end(_summary: FindingSummary): string {
    const driver = {
      name: "metric-events",
      version: this.#options.toolVersion,
      informationUri: "https://www.npmjs.com/package/@metric-events/cli",
      rules: [...this.#rules.keys()].map((id) => this.#rule(id)),
    };
    const run = {
      tool: { driver },
      columnKind: "utf16CodeUnits",
      originalUriBaseIds: { [sourceRoot]: { description: { text: "The top of the checkout." } } },
    };
    return `${this.#results === 0 ? "" : "\n"}],\n${jsonText(run).slice(1, -1)}}]}\n`;
  }

  #result(finding: PlacedFinding): object {
    const { place, code, severity } = finding;
    const ruleIndex = this.#rules.get(code) ?? this.#rules.size;
    this.#rules.set(code, ruleIndex);
    return {
      ruleId: code,
      ruleIndex,
      level: levels[severity],
      message: { text: wholeMessage({ ...finding, message: messageWithSubject(finding) }) },
      locations: [{ physicalLocation: this.#location(place) }],
      partialFingerprints: { finding: `${code} ${messageWithSubject(finding)}` },
      ...(severity === "ignored" ? { suppressions: [{ kind: "external" }] } : {}),
      ...(finding.facts === undefined ? {} : { properties: finding.facts }),
    };
  }

  #location({ file, line, column }: FindingPlace): object {
    const { columns } = this.#options;
    const uri = this.#uris.of(file);
    const hasColumn = column !== undefined && columns === "utf16";
    return {
      // A relative URI says what it is relative to (SARIF 2.1.0, section 3.4.4).
      artifactLocation: uri.startsWith("file:") ? { uri } : { uri, uriBaseId: sourceRoot },
      // Code scanning shows nothing without a line.
      region: { startLine: line ?? 1, ...(hasColumn ? { startColumn: column } : {}) },
    };
  }

  #rule(id: string): object {
    const text = Object.hasOwn(this.#options.rules, id) ? this.#options.rules[id] : undefined;
    const name = id.replaceAll(/(?:^|[^A-Za-z\d]+)([A-Za-z\d])/g, (_, letter: string) => letter.toUpperCase());
    return {
      id,
      // A name that only repeats the id says nothing (rule SARIF1001 of Microsoft's validator).
      ...(name.toLowerCase() === id.toLowerCase() ? {} : { name }),
      ...(text === undefined ? {} : explanation(text)),
    };
  }
}

function explanation({ description, help }: RuleText): object {
  const text = `${capitalized(description)}.`;
  return { shortDescription: { text }, fullDescription: { text }, help: { text: `${capitalized(help)}.` } };
}
