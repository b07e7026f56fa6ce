import { markdownTable } from "@metric-events/text";
import type { EventReport, MeasureReport, Report } from "../model/report.js";
import { findingExamples, findingText } from "./finding-prose.js";
import { formatShare } from "./format.js";
import { headline, notes } from "./headline.js";
import { belowTable, dimensionTable, eventsTable, gaugesTable, measureTable, type ReportTable } from "./tables.js";

const shownValues = 10;

/** The report for an issue, a wiki or a pull request (GitHub Flavored Markdown). */
export function markdownReport(report: Report): string {
  const findings = report.findings.map((finding) => {
    const examples = findingExamples(finding).map((example) => `  - ${inline(example)}`);
    return [`- ${escapeText(findingText(finding, report.bucketSeconds))}`, ...examples].join("\n");
  });
  return `${[
    "# Metric events",
    `${escapeText(headline(report))}; ${escapeText(notes(report).join("; "))}.`,
    "## What looks wrong",
    findings.length === 0 ? "Nothing." : findings.join("\n"),
    ...(report.events.length === 0 ? [] : ["## Events", table(eventsTable(report, 0))]),
    ...report.events.flatMap((event) => eventParts(event, report)),
  ].join("\n\n")}\n`;
}

function eventParts(event: EventReport, report: Report): string[] {
  const parts = [
    ...event.measures.flatMap((measure) => (measure.total === undefined ? [] : measureParts(measure, report))),
    ...(event.gauges.some(({ groups }) => groups.length > 0)
      ? ["### Counts", table(gaugesTable(report, event.gauges, 0))]
      : []),
    ...event.dimensions.flatMap((dimension) =>
      dimension.count === 0
        ? []
        : [`### Shares of ${dimension.field}`, table(dimensionTable(dimension, 0, shownValues))],
    ),
  ];
  return parts.length === 0 ? [] : [`## ${event.eventName}`, escapeText(event.description), ...parts];
}

function measureParts(measure: MeasureReport, report: Report): string[] {
  return [
    `### ${measure.field}`,
    `${escapeText(measure.description)}${measure.present < 1 ? ` In ${formatShare(measure.present)} of the events.` : ""}`,
    table(measureTable(report, measure, 0)),
    ...(measure.below.length === 0 ? [] : [table(belowTable(measure))]),
  ];
}

function table({ columns, rows }: ReportTable): string {
  return markdownTable(columns, rows).trimEnd();
}

function escapeText(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]|]/g, "\\$&");
}

/** As code, whatever it holds. */
function inline(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}
