import { type Html, html } from "@metric-events/text";
import type { EventReport, MeasureGroup, MeasureReport, Report } from "../model/report.js";
import { formatBucket, quantityText } from "../render/format.js";
import { right } from "../sections/columns.js";
import type { ChartOf, Section } from "../sections/section.js";
import { drawnGroups, groupChart, groupLines, nameOf } from "./group-chart.js";
import { heatMap, weekdays } from "./heat-map.js";
import { dataTable, figure, legend, tableHtml } from "./parts.js";
import { percentileChart, percentileLines } from "./percentile-chart.js";

/** A heat map of fewer hours of the week shows nothing that the chart over time does not. */
const minHours = 12;

/** A measure over time, by group, and by hour of the week. */
export function measureFigures(
  { event, measure }: ChartOf<"measure">,
  { notes, tables }: Section,
  report: Report,
): Html[] {
  const { field, unit } = measure;
  const overTime = {
    columns: [{ title: "from" }, ...["count", "p50", "p95", "p99", "max"].map(right)],
    rows: measure.timeline.map((summary, index) => [
      formatBucket(report.buckets[index] ?? 0, report),
      (summary?.count ?? 0).toLocaleString("en-US"),
      ...percentileLines.map(({ of }) => quantityText(summary === undefined ? undefined : of(summary), unit)),
    ]),
  };
  const groups = drawnGroups(measure);
  const [percentiles, below] = tables.map((table, index) =>
    tableHtml(table, index === 0 ? `${field} by ${report.by ?? "all"}` : `${field} below limits`),
  );
  const table = percentiles ?? html``;
  return [
    figure(
      `${field} over time`,
      notes.join(" "),
      legend(percentileLines),
      percentileChart(report, event, measure),
      ...(groups.length === 0 ? [table] : []),
      ...(below === undefined ? [] : [below]),
      dataTable(overTime, `${field} over time`),
    ),
    ...(groups.length === 0 ? [] : [groupFigure(measure, groups, event, report, table)]),
    ...(measure.hours.filter((summary) => summary !== undefined).length < minHours
      ? []
      : [hoursFigure(measure, event.eventName)]),
  ];
}

/** A measure for each value of the dimension that breaks the report down. */
function groupFigure(
  measure: MeasureReport,
  groups: readonly MeasureGroup[],
  event: EventReport,
  report: Report,
  table: Html,
): Html {
  const { field, unit } = measure;
  const overTime = {
    columns: [{ title: "from" }, ...groups.map(({ value }) => right(nameOf(value)))],
    rows: report.buckets.map((start, index) => [
      formatBucket(start, report),
      ...groups.map(({ maxima }) => quantityText(maxima[index], unit)),
    ]),
  };
  const others = measure.groups.length - groups.length;
  return figure(
    `${field} by ${report.by}`,
    others === 0 ? "" : `Over time, those with most events; ${others} more in the table.`,
    legend(groupLines),
    groupChart(report, event, measure),
    table,
    dataTable(overTime, `max of ${field} over time by ${report.by}`),
  );
}

function hoursFigure(measure: MeasureReport, eventName: string): Html {
  const { field, unit } = measure;
  const byHour = {
    columns: [{ title: "hour" }, ...weekdays.map(right)],
    rows: Array.from({ length: 24 }, (_, hour) => [
      `${String(hour).padStart(2, "0")}:00`,
      ...weekdays.map((_day, day) => quantityText(measure.hours[day * 24 + hour]?.p95, unit)),
    ]),
  };
  return figure(
    `${field} by hour of the week`,
    `p95, from ${quantityText(least(measure), unit)} where the color is faint to ${quantityText(most(measure), unit)} where it is strong; nothing where there were no events.`,
    heatMap(eventName, measure),
    dataTable(byHour, `p95 of ${field} by hour of the week`),
  );
}

function least({ hours }: MeasureReport): number {
  return Math.min(...hours.flatMap((summary) => summary?.p95 ?? []));
}

function most({ hours }: MeasureReport): number {
  return Math.max(...hours.flatMap((summary) => summary?.p95 ?? []));
}
