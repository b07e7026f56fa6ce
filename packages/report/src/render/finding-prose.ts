import { faultNames } from "@metric-events/reader";
import { count } from "@metric-events/text";
import type { Finding, Place } from "../model/report.js";
import { formatQuantity, formatShare, formatWall } from "./format.js";

/** What looks wrong, in one sentence that says what to make of it. */
export function findingText(finding: Finding, bucketSeconds: number): string {
  switch (finding.code) {
    case "bad-lines": {
      const kinds = Object.entries(finding.kinds).map(
        ([kind, lines]) => `${faultNames[kind as keyof typeof faultNames]}: ${lines.toLocaleString("en-US")}`,
      );
      return `${count(finding.count, "bad line")} (${kinds.join(", ")}), left out; metric-events validate lists all`;
    }
    case "unread":
      return `${finding.source.file}${finding.source.lastLine === 0 ? "" : `:${finding.source.lastLine + 1}`}: ${finding.source.message}`;
    case "future":
      return `${count(finding.count, "event")} dated in the future, up to ${formatTime(finding.latest)}, left out; a clock is wrong, or the time is in milliseconds`;
    case "ancient":
      return `${count(finding.count, "event")} dated before the year 1, left out; a clock is wrong`;
    case "far-past":
      return `${count(finding.count, "event")} dated long before all others, before ${formatWall(finding.before)}, not in the charts; --since leaves them out`;
    case "lost":
      return `${count(finding.count, `${finding.begin} event`)} of ${finding.of.toLocaleString("en-US")} without a ${finding.end} within ${formatQuantity(finding.hours * 3600, "s")}: lost`;
    case "unbegun":
      return `${count(finding.count, `${finding.end} event`)} of ${finding.of.toLocaleString("en-US")} without a ${finding.begin} before`;
    case "unpaired":
      return `${finding.begin} and ${finding.end} were not paired: too many have no end`;
    case "unix-times":
      return `${finding.event}: ${finding.field} is a Unix time and no duration in ${count(finding.count, "event")}, such as ${finding.example}; left out of the percentiles`;
    case "thousandfold":
      return `${finding.event}: ${finding.field} is about 1,000 times the usual in ${count(finding.count, "event")} of ${finding.of.toLocaleString("en-US")}, such as ${formatQuantity(finding.example, "s")} where ${formatQuantity(finding.usual, "s")} is usual; milliseconds, perhaps`;
    case "vanished":
      return `${finding.event}: ${finding.field} present in ${formatShare(finding.before)} until ${formatWall(finding.at, bucketSeconds)}, ${formatShare(finding.after)} since`;
    default:
      return finding satisfies never;
  }
}

/** Lines to look at, with what is wrong where each has something of its own. */
export function findingExamples(finding: Finding): readonly string[] {
  switch (finding.code) {
    case "bad-lines":
      return finding.examples.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
    case "future":
    case "ancient":
    case "lost":
    case "unbegun":
    case "unix-times":
    case "thousandfold":
      return finding.examples.map(({ file, line }: Place) => `${file}:${line}`);
    case "unread":
    case "far-past":
    case "unpaired":
    case "vanished":
      return [];
    default:
      return finding satisfies never;
  }
}

/** Unix time; what no calendar has is shown as the number. */
function formatTime(seconds: number): string {
  return seconds > 8.64e12 ? String(seconds) : new Date(seconds * 1000).toISOString();
}
