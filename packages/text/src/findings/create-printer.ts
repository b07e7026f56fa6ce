import { GithubPrinter } from "./github-printer.js";
import { JsonPrinter } from "./json-printer.js";
import { MarkdownPrinter } from "./markdown-printer.js";
import type { FindingSummary, PlacedFinding } from "./placed-finding.js";
import { type CompleteOptions, type FindingPrinter, type FindingPrinterOptions, withDefaults } from "./printer.js";
import { SarifPrinter } from "./sarif-printer.js";
import { TextPrinter } from "./text-printer.js";

export const findingFormats = ["text", "json", "github", "sarif", "markdown"] as const;

/** How findings are printed. */
export type FindingFormat = (typeof findingFormats)[number];

const printers: Readonly<Record<FindingFormat, new (options: CompleteOptions) => FindingPrinter>> = {
  text: TextPrinter,
  json: JsonPrinter,
  github: GithubPrinter,
  sarif: SarifPrinter,
  markdown: MarkdownPrinter,
};

export function createFindingPrinter(format: FindingFormat, options: FindingPrinterOptions): FindingPrinter {
  return new printers[format](withDefaults(options));
}

/** Findings that are all there, and their summary. */
export function formatFindings(
  findings: readonly PlacedFinding[],
  summary: FindingSummary,
  format: FindingFormat,
  options: FindingPrinterOptions,
): string {
  const printer = createFindingPrinter(format, options);
  return printer.begin() + findings.map((finding) => printer.finding(finding)).join("") + printer.end(summary);
}
