import { type Paint, plain } from "@metric-events/text";
import type { CheckFormat, CheckResult } from "../result.js";
import { githubReport } from "./github.js";
import { jsonReport } from "./json.js";
import { markdownReport } from "./markdown.js";
import type { Repository } from "./repository-path.js";
import { sarifReport } from "./sarif.js";
import { textReport } from "./text.js";

export interface FormatCheckOptions {
  /** Default: without colors. */
  readonly paint?: Paint;
  /** What the paths of findings are relative to. Default: the working directory of the process. */
  readonly repository?: Repository;
  /** What SARIF gives as the version of the tool. */
  readonly toolVersion?: string;
}

/** A check in one of its forms. */
export function formatCheck(result: CheckResult, format: CheckFormat, options: FormatCheckOptions = {}): string {
  const { paint = plain, repository = { cwd: process.cwd(), top: process.cwd() }, toolVersion } = options;
  switch (format) {
    case "text":
      return textReport(result, paint);
    case "json":
      return jsonReport(result);
    case "github":
      return githubReport(result, repository);
    case "sarif":
      return sarifReport(result, repository, toolVersion);
    case "markdown":
      return markdownReport(result);
    default:
      return format satisfies never;
  }
}
