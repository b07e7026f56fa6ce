import { duplicateCount, duplicateText, faultNames } from "@metric-events/reader";
import { count } from "@metric-events/text";
import type { Anomaly, LogPlace, Report } from "../model/report.js";
import { formatBucket, formatMoment, formatShare, quantityText } from "./format.js";

/** What looks wrong and what it means, in one sentence. */
export function anomalyText(anomaly: Anomaly, report: Pick<Report, "zone" | "bucketSeconds">): string {
  switch (anomaly.code) {
    case "bad-lines": {
      const kinds = Object.entries(anomaly.kinds).map(
        ([kind, lines]) => `${faultNames[kind as keyof typeof faultNames]}: ${lines.toLocaleString("en-US")}`,
      );
      return `${count(anomaly.count, "bad line")} (${kinds.join(", ")}), left out; metric-events validate lists all`;
    }
    case "unread":
      return `${anomaly.source.file}${anomaly.source.lastLine === 0 ? "" : `:${anomaly.source.lastLine + 1}`}: ${anomaly.source.message}`;
    case "rounded": {
      const [example] = anomaly.examples;
      const such = example === undefined ? "" : `, such as ${example.token} of ${example.event}: ${example.field}`;
      return `${count(anomaly.count, "number")} that no 64-bit float holds${such}; the figures have what floats make of them, and metric-events validate lists all`;
    }
    case "duplicates": {
      const ranges = anomaly.rangeCount > 1 ? ` (${count(anomaly.rangeCount, "range")})` : "";
      return `${duplicateCount(anomaly.count)}${ranges}; --keep-duplicates counts them each time`;
    }
    case "future":
      return `${count(anomaly.count, "event")} dated in the future, up to ${formatTime(anomaly.latest)}, left out; a clock is wrong, or the time is in milliseconds`;
    case "ancient":
      return `${count(anomaly.count, "event")} dated before the year 1, left out; a clock is wrong`;
    case "far-past":
      return `${count(anomaly.count, "event")} dated long before all others, before ${formatMoment(anomaly.before, report.zone)}, not in the charts; a report of a later time leaves them out`;
    case "lost":
      return `${count(anomaly.count, `${anomaly.begin} event`)} of ${anomaly.of.toLocaleString("en-US")} without a ${anomaly.end} within ${quantityText(anomaly.hours * 3600, "s")}: lost`;
    case "unbegun":
      return `${count(anomaly.count, `${anomaly.end} event`)} of ${anomaly.of.toLocaleString("en-US")} without a ${anomaly.begin} before`;
    case "unpaired":
      return `${anomaly.begin} and ${anomaly.end} were not paired: too many have no end`;
    case "unix-times":
      return `${anomaly.event}: ${anomaly.field} is a Unix time, not a duration, in ${count(anomaly.count, "event")}, such as ${anomaly.example}; left out of the percentiles`;
    case "thousandfold":
      return `${anomaly.event}: ${anomaly.field} is about 1,000 times the usual in ${count(anomaly.count, "event")} of ${anomaly.of.toLocaleString("en-US")}, such as ${quantityText(anomaly.example, "s")} where ${quantityText(anomaly.usual, "s")} is usual; perhaps milliseconds`;
    case "vanished":
      return `${anomaly.event}: ${anomaly.field} present in ${formatShare(anomaly.before)} until ${formatBucket(anomaly.at, report)}, ${formatShare(anomaly.after)} since`;
    default:
      return anomaly satisfies never;
  }
}

/** Lines to look at; bad lines with what is wrong in each. */
export function anomalyExamples(anomaly: Anomaly): readonly string[] {
  switch (anomaly.code) {
    case "bad-lines":
      return anomaly.examples.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
    case "rounded":
      return anomaly.examples.map(({ file, line, field, token }) => `${file}:${line}: ${field}=${token}`);
    case "duplicates":
      return anomaly.ranges.map(duplicateText);
    case "future":
    case "ancient":
    case "lost":
    case "unbegun":
    case "unix-times":
    case "thousandfold":
      return anomaly.examples.map(({ file, line }: LogPlace) => `${file}:${line}`);
    case "unread":
    case "far-past":
    case "unpaired":
    case "vanished":
      return [];
    default:
      return anomaly satisfies never;
  }
}

/** The plain number for a time that no calendar has. */
function formatTime(seconds: number): string {
  return seconds > 8.64e12 ? String(seconds) : new Date(seconds * 1000).toISOString();
}
