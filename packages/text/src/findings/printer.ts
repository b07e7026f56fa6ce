import { type Paint, plain } from "../colors.js";
import type { FindingSummary, PlacedFinding, RuleText } from "./placed-finding.js";
import type { Repository } from "./repository-path.js";

/** Writes findings while they are found: concatenated, what it returns is the whole output. */
export interface FindingPrinter {
  begin(): string;
  finding(finding: PlacedFinding): string;
  end(summary: FindingSummary): string;
}

export interface FindingPrinterOptions {
  /** The text of each rule, by code; SARIF has it. */
  readonly rules: Readonly<Record<string, RuleText>>;
  /** The heading of Markdown. */
  readonly heading: string;
  /** Version of the program that found something; SARIF has it. */
  readonly toolVersion?: string | undefined;
  /** What the paths of findings are relative to. Default: the working directory of the process. */
  readonly repository?: Repository | undefined;
  /** Default: without colors. */
  readonly paint?: Paint | undefined;
  /** Whether text says of errors, too, what severity they have. Default: no. */
  readonly showsSeverity?: boolean | undefined;
  /** Whether text ends a finding with its code. Default: yes. */
  readonly showsCode?: boolean | undefined;
  /** What columns count: SARIF leaves out bytes, which it cannot express. Default: UTF-16 code units. */
  readonly columns?: "utf16" | "bytes" | undefined;
}

export type CompleteOptions = {
  readonly [Name in keyof FindingPrinterOptions]-?: NonNullable<FindingPrinterOptions[Name]>;
};

export function withDefaults(options: FindingPrinterOptions): CompleteOptions {
  return {
    rules: options.rules,
    heading: options.heading,
    toolVersion: options.toolVersion ?? "0.0.0",
    repository: options.repository ?? { cwd: process.cwd(), top: process.cwd() },
    paint: options.paint ?? plain,
    showsSeverity: options.showsSeverity ?? false,
    showsCode: options.showsCode ?? true,
    columns: options.columns ?? "utf16",
  };
}
