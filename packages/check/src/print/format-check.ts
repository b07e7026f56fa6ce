import { type FindingFormat, type FindingPrinterOptions, formatFindings } from "@metric-events/text";
import { type CheckResult, errorsOf } from "../result.js";
import { placedFinding } from "./placed.js";
import { checkRules } from "./rules.js";
import { summaryLines } from "./summary.js";

export type FormatCheckOptions = Pick<FindingPrinterOptions, "paint" | "repository" | "toolVersion">;

/** A check in one of its forms. JSON is `{ findings, events, bumps, logs, notes, summary }`. */
export function formatCheck(result: CheckResult, format: FindingFormat, options: FormatCheckOptions = {}): string {
  const { baselines, findings, verdicts, bumps, notes, logs } = result;
  const errors = errorsOf(result).length;
  const events = verdicts.map(({ eventName, ...verdict }) => ({ event: eventName, ...verdict }));
  const summary = {
    baselines,
    errors,
    warnings: findings.filter(({ severity }) => severity === "warning").length,
    accepted: findings.filter(({ severity }) => severity === "ignored").length,
  };
  return formatFindings(
    findings.map(placedFinding),
    { lines: summaryLines(result), data: { events, bumps, logs, notes, summary } },
    format,
    {
      ...options,
      rules: checkRules,
      heading: errors === 0 ? "Event schemas: compatible" : "Event schemas: this change breaks readers",
      showsSeverity: true,
    },
  );
}
