import type { Diagnosis } from "../log/diagnose.js";
import type { SourceErrorCode } from "../log/source-error.js";
import type { Output } from "../output.js";
import { GithubReporter } from "./github-reporter.js";
import { JsonReporter } from "./json-reporter.js";
import type { Tally } from "./tally.js";
import { TextReporter } from "./text-reporter.js";

export interface BadLineReport extends Diagnosis {
  /** As the user named it. */
  readonly file: string;
  readonly line: number;
}

/** A file that could not be read, or not to its end. */
export interface SourceReport {
  readonly file: string;
  readonly code: SourceErrorCode;
  /** What is wrong, in words. */
  readonly message: string;
  /** The last line that was read, or 0. */
  readonly lastLine: number;
}

/** Prints what `validate` finds while it goes on, and a summary at the end. */
export interface Reporter {
  badLine(report: BadLineReport): Promise<void>;
  source(report: SourceReport): Promise<void>;
  summary(tally: Tally): Promise<void>;
}

export const formats = ["text", "json", "github"] as const;

export type Format = (typeof formats)[number];

export function createReporter(format: Format, output: Output): Reporter {
  switch (format) {
    case "text":
      return new TextReporter(output);
    case "json":
      return new JsonReporter(output);
    case "github":
      return new GithubReporter(output);
    default:
      return format satisfies never;
  }
}
