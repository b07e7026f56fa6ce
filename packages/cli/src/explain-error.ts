import type { CheckErrorCode } from "@metric-events/check";
import type { InferErrorCode } from "@metric-events/infer";
import type { LakeErrorCode } from "@metric-events/lake";
import type { MetricsErrorCode } from "@metric-events/metrics";
import type { ProjectErrorCode } from "@metric-events/project";
import type { QueryErrorCode } from "@metric-events/query";
import type { SelectionErrorCode } from "@metric-events/reader";
import type { AlertErrorCode, ReportErrorCode } from "@metric-events/report";
import type { UnusableSchemasError } from "@metric-events/schema";
import type { ShipErrorCode } from "@metric-events/ship";
import { isSystemError, systemReason, UnfitFileError } from "@metric-events/system";
import { EnvironmentError, InterruptedError, OutputClosedError, UsageError } from "./errors.js";
import { type ExitCode, exitCodes } from "./exit-codes.js";

/** How the command ends after an error, and the lines of its message, which may hold text from outside. Without lines, it ends silently. */
interface Explanation {
  readonly exitCode: ExitCode;
  readonly lines: readonly string[];
}

interface Rule {
  readonly exit: "usage" | "environment";
  /** The flag or argument at fault; printed before the message. */
  readonly flag?: string;
  /** What the user can do; printed after the message. */
  readonly hint?: string;
  /** A line of its own after the message. */
  readonly lastLine?: string;
  /** Whether the message repeats lines of another program. They are indented, so that they are not taken for lines of the command. */
  readonly isQuoting?: true;
}

const selectionRules: Readonly<Record<SelectionErrorCode, Rule>> = {
  "unknown-event": { exit: "usage", flag: "--event" },
  "unknown-field": { exit: "usage", flag: "--where" },
  "invalid-condition": { exit: "usage", flag: "--where" },
};

const reportRules: Readonly<Record<ReportErrorCode, Rule>> = {
  "unknown-dimension": { exit: "usage", flag: "--by" },
  "empty-range": { exit: "usage", flag: "--since" },
  "invalid-bucket": { exit: "usage", flag: "--bucket" },
  "too-many-buckets": { exit: "usage", flag: "--bucket", hint: " (--since, --until)" },
};

const alertRules: Readonly<Record<AlertErrorCode, Rule>> = {
  "too-many-looks": { exit: "usage", hint: " (--since, or a new --state)" },
  "too-many-events": { exit: "usage", hint: " (--since)" },
  "damaged-state": { exit: "environment", flag: "--state" },
  "no-state": { exit: "usage", flag: "--state" },
};

const queryRules: Readonly<Record<QueryErrorCode, Rule>> = {
  "no-query": { exit: "usage", flag: "query" },
  "not-reading": { exit: "usage", flag: "query" },
  "several-statements": { exit: "usage", flag: "query" },
  "has-parameters": { exit: "usage", flag: "query" },
  "invalid-sql": {
    exit: "usage",
    flag: "query",
    lastLine: "metric-events query, without SQL, lists the views and their columns.",
    isQuoting: true,
  },
  "not-an-archive": { exit: "usage" },
  "damaged-file": { exit: "environment" },
  "not-empty": { exit: "usage" },
  unfinished: { exit: "usage" },
  "incomplete-log": { exit: "environment", isQuoting: true },
  "read-already": { exit: "usage" },
  "no-duckdb": { exit: "environment" },
  "database-failed": { exit: "environment", flag: "query", isQuoting: true },
  unwritable: { exit: "environment" },
};

const inferRules: Readonly<Record<InferErrorCode, Rule>> = {
  "no-lines": { exit: "usage" },
  "unread-logs": { exit: "environment" },
  "ambiguous-event-field": { exit: "usage", flag: "--event-field" },
  "ambiguous-time-field": { exit: "usage", flag: "--time-field" },
  "unknown-event-field": { exit: "usage", flag: "--event-field" },
  "unknown-time-field": { exit: "usage", flag: "--time-field" },
  "no-time-field": { exit: "usage", flag: "--time-field" },
  "too-many-events": { exit: "usage", flag: "--event-field" },
};

const lakeRules: Readonly<Record<LakeErrorCode, Rule>> = {
  "not-a-lake": { exit: "usage" },
  "newer-version": { exit: "environment" },
  "broken-manifest": { exit: "environment" },
  "missing-file": { exit: "environment" },
  "damaged-file": { exit: "environment" },
  changed: { exit: "environment" },
  busy: { exit: "environment" },
  "not-a-file": { exit: "usage" },
  unwritable: { exit: "environment" },
};

const metricsRules: Readonly<Record<MetricsErrorCode, Rule>> = {
  "no-state": { exit: "usage", flag: "--state" },
  "newer-state": { exit: "environment", flag: "--state" },
  "damaged-state": { exit: "environment", flag: "--state" },
  "too-many-samples": { exit: "usage", flag: "--backfill" },
};

const shipRules: Readonly<Record<ShipErrorCode, Rule>> = {
  "unknown-destination": { exit: "usage", flag: "--to" },
  "invalid-host": { exit: "usage", flag: "--host" },
  "same-name": { exit: "usage" },
  "invalid-settings": { exit: "usage" },
  unreachable: { exit: "environment" },
  refused: { exit: "environment" },
  "unsupported-server": { exit: "environment" },
  "no-stream": { exit: "environment" },
  "wrong-stream": { exit: "environment" },
  "unusable-state": { exit: "environment" },
  unavailable: { exit: "environment" },
};

const against: Rule = { exit: "environment", hint: " (--against)" };

const checkRules: Readonly<Record<CheckErrorCode, Rule>> = {
  "invalid-baseline": { exit: "usage" },
  "unknown-event": { exit: "usage" },
  "baseline-not-found": { exit: "environment" },
  "moved-schemas": against,
  "unusable-baseline": { exit: "environment" },
  "too-large": { exit: "environment" },
  "no-repository": against,
  "git-failed": { exit: "environment", isQuoting: true },
  "npm-failed": { exit: "environment", isQuoting: true },
  "incomplete-history": { exit: "environment" },
  "missing-package": { exit: "environment" },
  "unreadable-file": { exit: "environment" },
  "unreadable-log": { exit: "environment" },
};

const projectRules: Readonly<Record<ProjectErrorCode, Rule>> = {
  "no-manifest": { exit: "usage" },
  "invalid-manifest": { exit: "usage" },
  "invalid-event": { exit: "usage" },
  "event-exists": { exit: "usage" },
  "no-envelope": { exit: "usage" },
  outside: { exit: "environment" },
};

const schemaRules: Readonly<Record<UnusableSchemasError["code"], Rule>> = { "unusable-schemas": { exit: "usage" } };

/** Keyed by class names: importing a class would load its whole package, and most commands need only one of these packages. */
const rulesByName: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  SelectionError: selectionRules,
  AlertError: alertRules,
  ReportError: reportRules,
  QueryError: queryRules,
  InferError: inferRules,
  LakeError: lakeRules,
  MetricsError: metricsRules,
  ShipError: shipRules,
  CheckError: checkRules,
  ProjectError: projectRules,
  UnusableSchemasError: schemaRules,
};

/** What an error means to the user; `undefined` for a bug. */
export function explainError(error: unknown): Explanation | undefined {
  if (error instanceof OutputClosedError) return { exitCode: exitCodes.brokenPipe, lines: [] };
  if (error instanceof InterruptedError) {
    return { exitCode: error.signal === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted, lines: [] };
  }
  if (error instanceof UsageError) return { exitCode: exitCodes.usage, lines: error.lines };
  if (error instanceof EnvironmentError) return { exitCode: exitCodes.environment, lines: error.lines };
  if (isSystemError(error) || error instanceof UnfitFileError) {
    const subject = error.path === undefined ? "" : `${error.path}: `;
    return { exitCode: exitCodes.environment, lines: [`${subject}${systemReason(error)}`] };
  }
  const rule = ruleOf(error);
  if (rule === undefined || !(error instanceof Error)) return undefined;
  const { exit, flag, hint = "", lastLine } = rule;
  const [first = "", ...others] = linesOf(error, rule);
  const lines = [`${flag === undefined ? "" : `${flag}: `}${first}`, ...others];
  return {
    exitCode: exitCodes[exit],
    lines: [...lines.slice(0, -1), `${lines.at(-1)}${hint}`, ...(lastLine === undefined ? [] : [lastLine])],
  };
}

/** The lines that an error of a library says that it has; those of its message where that quotes another program. */
function linesOf(error: Error, { isQuoting }: Rule): readonly string[] {
  if (isQuoting !== true) {
    return "lines" in error && Array.isArray(error.lines) ? error.lines.map(String) : [error.message];
  }
  const [first = "", ...others] = error.message.split("\n");
  const isIndented = others.every((line) => /^ {2}|^$/.test(line));
  return [first, ...others.map((line) => (isIndented || line === "" ? line : `  ${line}`))];
}

function ruleOf(error: unknown): Rule | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return rulesByName[error.name]?.[error.code];
}
