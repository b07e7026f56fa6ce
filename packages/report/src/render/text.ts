import { count, formatTable, type Paint, printable, wrap } from "@metric-events/text";
import type { EventReport, Report } from "../model/report.js";
import { findingExamples, findingText } from "./finding-prose.js";
import { formatShare } from "./format.js";
import { headline, notes } from "./headline.js";
import { belowTable, dimensionTable, eventsTable, gaugesTable, measureTable, type ReportTable } from "./tables.js";

const sparkWidth = 24;
const shownExamples = 5;
const shownValues = 10;

/** The report for a terminal. */
export function textReport(report: Report, columns: number, paint: Paint): string {
  const parts = [
    [paint("bold", wrap(headline(report), columns)), wrap(notes(report).join("; "), columns)].join("\n"),
    wrong(report, columns, paint),
    ...(report.events.length === 0 ? [] : [section("Events", table(eventsTable(report, sparkWidth)), paint)]),
    ...report.events.flatMap((event) => eventParts(event, report, paint)),
  ];
  return `${parts.join("\n\n")}\n`;
}

function wrong({ findings, bucketSeconds }: Report, columns: number, paint: Paint): string {
  if (findings.length === 0) return section("What looks wrong", "nothing", paint);
  const items = findings.map((finding) => {
    const examples = findingExamples(finding);
    const more =
      examples.length > shownExamples ? [`    … and ${count(examples.length - shownExamples, "more line")}`] : [];
    return [
      hanging(printable(findingText(finding, bucketSeconds)), columns, paint),
      ...examples.slice(0, shownExamples).map((example) => `    ${printable(example)}`),
      ...more,
    ].join("\n");
  });
  return section("What looks wrong", items.join("\n"), paint);
}

function hanging(text: string, columns: number, paint: Paint): string {
  return `${paint("yellow", "!")} ${wrap(text, columns, "  ").trimStart()}`;
}

function eventParts(event: EventReport, report: Report, paint: Paint): string[] {
  const title = (text: string): string => `${event.eventName}: ${text}`;
  return [
    ...event.measures
      .filter(({ total }) => total !== undefined)
      .map((measure) => {
        const partial = measure.present < 1 ? `, in ${formatShare(measure.present)} of the events` : "";
        const about = measure.isExact ? "" : `, within ${formatShare(report.quantiles.sketchError)}`;
        const below = measure.below.length === 0 ? "" : `\n\n${table(belowTable(measure))}`;
        return section(
          title(`${measure.field}${partial}${about}`),
          table(measureTable(report, measure, sparkWidth)) + below,
          paint,
        );
      }),
    ...(event.gauges.some(({ groups }) => groups.length > 0)
      ? [section(title("counts"), table(gaugesTable(report, event.gauges, sparkWidth)), paint)]
      : []),
    ...event.dimensions
      .filter((dimension) => dimension.count > 0)
      .map((dimension) => {
        const distinct = `${dimension.isBounded ? "at least " : ""}${count(dimension.distinct, "value")}`;
        return section(
          title(`${dimension.field}, ${distinct}`),
          table(dimensionTable(dimension, sparkWidth, shownValues)),
          paint,
        );
      }),
  ];
}

function section(title: string, body: string, paint: Paint): string {
  return `${paint("bold", printable(title))}\n${body}`;
}

function table({ columns, rows }: ReportTable): string {
  return formatTable(
    columns,
    rows.map((row) => row.map(printable)),
  ).trimEnd();
}
