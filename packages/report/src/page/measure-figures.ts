import { html } from "@metric-events/text";
import type { EventReport, MeasureGroup, MeasureReport, Report } from "../model/report.js";
import { formatBucket, quantityText, valueName } from "../render/format.js";
import { right } from "../sections/columns.js";
import type { ChartOf, ReportTable, Section } from "../sections/section.js";
import { drawnGroups, groupChart, groupLines, groupNotes } from "./group-chart.js";
import { heatKey, heatMap, heatScale, weekdays } from "./heat-map.js";
import { chartId, dataTable, type Figure, legend, tableHtml } from "./parts.js";
import { percentileChart, percentileLines, scaleNotes } from "./percentile-chart.js";

/** A heat map of fewer hours of the week shows nothing that the chart over time does not. */
const minHours = 12;

/** A measure over time, by hour of the week, and by group. */
export function measureFigures(
  { event, measure }: ChartOf<"measure">,
  { notes, tables }: Section,
  report: Report,
): readonly Figure[] {
  const { field } = measure;
  const groups = drawnGroups(measure);
  const summaries = tables
    .filter(({ of }) => of !== "events")
    .map((table) =>
      tableHtml(table, table.of === "limits" ? `${field} below limits` : `${field} by ${report.by ?? "all"}`),
    );
  const longest = tables
    .filter(({ of }) => of === "events")
    .map((table): Figure => ({ title: `longest ${field}`, about: "", tables: [tableHtml(table, `longest ${field}`)] }));
  const hasHours = measure.hours.filter((summary) => summary !== undefined).length >= minHours;
  const overTime: Figure = {
    id: chartId(event.eventName, field),
    title: `${field} over time`,
    about: [...notes, ...scaleNotes(measure)].join(" "),
    plot: html`${legend(percentileLines)}${percentileChart(report, event, measure)}`,
    data: dataTable(`${field} over time`, tableHtml(percentilesOverTime(measure, report), `${field} over time`)),
  };
  if (groups.length === 0 && !hasHours) return [{ ...overTime, tables: summaries }, ...longest];
  return [
    overTime,
    ...(hasHours ? [hoursFigure(measure, event.eventName)] : []),
    groups.length === 0
      ? { title: `${field} in all`, about: "", tables: summaries }
      : { ...groupFigure(measure, groups, event, report), tables: summaries },
    ...longest,
  ];
}

function percentilesOverTime({ timeline, unit }: MeasureReport, report: Report): ReportTable {
  return {
    columns: [{ title: "from" }, ...["count", "p50", "p95", "p99", "max"].map(right)],
    rows: timeline.map((summary, index) => [
      formatBucket(report.buckets[index] ?? 0, report),
      (summary?.count ?? 0).toLocaleString("en-US"),
      ...percentileLines.map(({ of }) => quantityText(summary === undefined ? undefined : of(summary), unit)),
    ]),
  };
}

/** A measure for each value of the dimension that breaks the report down. */
function groupFigure(
  measure: MeasureReport,
  groups: readonly MeasureGroup[],
  event: EventReport,
  report: Report,
): Figure {
  const { field, unit } = measure;
  const overTime = {
    columns: [{ title: "from" }, ...groups.map(({ value }) => right(valueName(value)))],
    rows: report.buckets.map((start, index) => [
      formatBucket(start, report),
      ...groups.map(({ maxima }) => quantityText(maxima[index], unit)),
    ]),
  };
  const others = measure.groups.length - groups.length;
  const caption = `max of ${field} over time by ${report.by}`;
  return {
    title: `${field} by ${report.by}`,
    about: [
      ...(others === 0 ? [] : [`Over time, those with most events; ${others} more in the table.`]),
      ...groupNotes(groups, unit),
    ].join(" "),
    plot: html`${legend(groupLines)}${groupChart(report, event, measure)}`,
    data: dataTable(caption, tableHtml(overTime, caption)),
  };
}

function hoursFigure(measure: MeasureReport, eventName: string): Figure {
  const { field, unit, hours } = measure;
  const byHour = {
    columns: [{ title: "hour" }, ...weekdays.map(right)],
    rows: Array.from({ length: 24 }, (_, hour) => [
      `${String(hour).padStart(2, "0")}:00`,
      ...weekdays.map((_day, day) => quantityText(hours[day * 24 + hour]?.p95, unit)),
    ]),
  };
  const scale = heatScale(hours).isLogarithmic ? "on a logarithmic scale" : "on a linear scale";
  return {
    title: `${field} by hour of the week`,
    about: `p95, ${scale}; nothing where there were no events.`,
    plot: html`${legend(heatKey(measure))}${heatMap(eventName, measure)}`,
    data: dataTable(`p95 of ${field} by hour of the week`, tableHtml(byHour, `p95 of ${field} by hour of the week`)),
  };
}
