import type { LogrotateFinding, LogrotateFindingCode } from "@metric-events/logger";
import { count, type FindingFormat, formatFindings, type PlacedFinding, type RuleText } from "@metric-events/text";
import type { Context } from "../context.js";
import { printingOptions } from "./printing.js";

/** A problem of the rotation: of its settings, or of what it is about to delete. */
export interface RotationFinding extends Omit<LogrotateFinding, "code"> {
  readonly code: LogrotateFindingCode | "not-collected";
}

const rules: Readonly<Record<RotationFinding["code"], RuleText>> = {
  "not-collected": {
    description: "the next rotation may delete lines that the lake does not have",
    help: "Let metric-events collect catch up, or keep more rotated files",
  },
  copytruncate: {
    description: "copytruncate loses the events written between its copy and its truncation",
    help: "Use nocopytruncate and nocreate",
  },
  renamecopy: {
    description: "renamecopy copies and deletes the log while a writer may still append to it",
    help: "Use norenamecopy",
  },
  copy: {
    description: "copy leaves the log in place, so that each rotated log repeats the events of those before",
    help: "Remove copy, so that the log is renamed",
  },
  refused: {
    description: "logrotate refuses a line, and skips the block or the file that it is in",
    help: "Write the directive as logrotate(8) describes it",
  },
  "rotate-0": {
    description: "rotate 0 deletes the log while writers may still append to it",
    help: "Use rotate 1 or more",
  },
  "compress-at-once": {
    description: "compress without delaycompress reads the log while a writer may still append to it",
    help: "Add delaycompress",
  },
  twice: { description: "two blocks name the same log, and logrotate uses the first", help: "Remove one of them" },
  none: {
    description: "no block names the log, so it grows without end",
    help: "Run metric-events logrotate install, which adds one",
  },
};

/** The problems of a logrotate configuration in an output format. */
export function formatLogrotateFindings(
  findings: readonly RotationFinding[],
  logPath: string,
  format: FindingFormat,
  context: Context,
): string {
  const losing = findings.filter(({ losesEvents }) => losesEvents).length;
  const line = findings.length === 0 ? "rotated without losing events" : count(findings.length, "problem");
  return formatFindings(
    findings.map(placedFinding),
    {
      lines: [`${logPath}: ${line}`],
      data: { summary: { logPath, findings: findings.length, losesEvents: losing > 0 } },
    },
    format,
    { ...printingOptions(context), rules, heading: "Rotation of the metrics log" },
  );
}

function placedFinding({ code, file, line, logPath, losesEvents, message }: RotationFinding): PlacedFinding {
  return {
    place: { file, line },
    code,
    severity: losesEvents ? "error" : "warning",
    subject: logPath,
    message,
    facts: { logPath, losesEvents },
  };
}
