import type {
  DimensionReport,
  EventReport,
  GaugeReport,
  MeasureGroup,
  MeasureReport,
  Report,
} from "../model/report.js";
import { formatQuantity, formatShare, formatWall, unitName } from "../render/format.js";
import { belowTable, dimensionTable, gaugesTable, measureTable } from "../render/tables.js";
import { countChart } from "./count-chart.js";
import { restColor, seriesColors } from "./draw.js";
import { gaugeChart, gaugeGroups, gaugeSeries } from "./gauge-chart.js";
import { drawnGroups, groupChart, groupLines, nameOf } from "./group-chart.js";
import { heatMap, weekdays } from "./heat-map.js";
import { type Html, html } from "./html.js";
import { dataTable, figure, legend, tableHtml } from "./parts.js";
import { percentileChart, percentileLines } from "./percentile-chart.js";
import { shareTable } from "./share-table.js";

/** Dimensions of up to this many values are shown over time. */
const maxStacked = 12;
const stacked = 7;
/** A heat map of fewer hours of the week shows nothing that the chart over time does not. */
const minHours = 12;

/** All that is known of the events of one name. */
export function eventSection(event: EventReport, report: Report): Html {
  const figures = [
    ...event.measures.flatMap((measure) => measureFigures(measure, event, report)),
    ...gaugeFigures(event, report),
    ...event.dimensions.flatMap((dimension) => dimensionFigures(dimension, event, report)),
  ];
  return html`<section id="${event.eventName}" aria-labelledby="${event.eventName}-title">
<h2 id="${event.eventName}-title">${event.eventName}</h2>
<p>${event.description}</p>
<div class="grid">
${figures}</div></section>
`;
}

function measureFigures(measure: MeasureReport, event: EventReport, report: Report): Html[] {
  const { eventName } = event;
  if (measure.total === undefined) return [];
  const { field, unit } = measure;
  const notes = [
    measure.description,
    ...(measure.present < 1 ? [`In ${formatShare(measure.present)} of the events.`] : []),
    ...(measure.isExact ? [] : [`Percentiles within ${formatShare(report.quantiles.sketchError)}.`]),
  ].join(" ");
  const overTime = {
    columns: [
      { title: "from" },
      ...["count", "p50", "p95", "p99", "max"].map((title) => ({ title, align: "right" }) as const),
    ],
    rows: measure.timeline.map((summary, index) => [
      formatWall(report.buckets[index] ?? 0, report.bucketSeconds),
      (summary?.count ?? 0).toLocaleString("en-US"),
      ...percentileLines.map(({ of }) => formatQuantity(summary === undefined ? undefined : of(summary), unit)),
    ]),
  };
  const groups = drawnGroups(measure);
  const table = tableHtml(measureTable(report, measure, 0), `${field} by ${report.by ?? "all"}`);
  return [
    figure(
      `${field} over time`,
      notes,
      legend(percentileLines),
      percentileChart(report, event, measure),
      ...(groups.length === 0 ? [table] : []),
      ...(measure.below.length === 0 ? [] : [tableHtml(belowTable(measure), `${field} below limits`)]),
      dataTable(overTime, `${field} over time`),
    ),
    ...(groups.length === 0 ? [] : [groupFigure(measure, groups, event, report, table)]),
    ...(measure.hours.filter((summary) => summary !== undefined).length < minHours
      ? []
      : [hoursFigure(measure, eventName)]),
  ];
}

/** A measure by the values of the dimension by which the report is broken down. */
function groupFigure(
  measure: MeasureReport,
  groups: readonly MeasureGroup[],
  event: EventReport,
  report: Report,
  table: Html,
): Html {
  const { field, unit } = measure;
  const overTime = {
    columns: [{ title: "from" }, ...groups.map(({ value }) => ({ title: nameOf(value), align: "right" }) as const)],
    rows: report.buckets.map((start, index) => [
      formatWall(start, report.bucketSeconds),
      ...groups.map(({ maxima }) => formatQuantity(maxima[index], unit)),
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
    columns: [{ title: "hour" }, ...weekdays.map((title) => ({ title, align: "right" }) as const)],
    rows: Array.from({ length: 24 }, (_, hour) => [
      `${String(hour).padStart(2, "0")}:00`,
      ...weekdays.map((_day, day) => formatQuantity(measure.hours[day * 24 + hour]?.p95, unit)),
    ]),
  };
  return figure(
    `${field} by hour of the week`,
    `p95, from ${formatQuantity(least(measure), unit)} where the color is faint to ${formatQuantity(most(measure), unit)} where it is strong; nothing where there were no events.`,
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

function gaugeFigures({ gauges, eventName }: EventReport, report: Report): Html[] {
  const known = gauges.filter(({ groups }) => groups.length > 0);
  return gaugeGroups(known).map((group) => {
    const [first] = group;
    const names = group.map(({ field }) => field).join(", ");
    const unit = unitName(first?.unit);
    const wholes = [...new Set(group.flatMap(({ partOf }) => partOf ?? []))];
    const about = [
      `After each ${eventName}${(first?.groups.length ?? 0) > 1 ? `, the sum over ${report.by}` : ""}; the mean of each step, and a gap where none was logged.`,
      ...wholes.map((whole) => `Stacked: the parts of ${whole}.`),
    ].join(" ");
    const series = gaugeSeries(group);
    return figure(
      `${unit === undefined ? "Counts" : `Count of ${unit}s`} over time`,
      about,
      legend(series),
      gaugeChart(report, `${names} of ${eventName} over time, last ${lastOf(group)}`, series),
      tableHtml(gaugesTable(report, group, 0), `${names} by ${report.by ?? "all"}`),
      dataTable(gaugesOverTime(group, report), `${names} over time`),
    );
  });
}

function lastOf(gauges: readonly GaugeReport[]): string {
  return gauges.map(({ field, timeline, unit }) => `${field} ${formatQuantity(timeline.at(-1), unit)}`).join(", ");
}

function gaugesOverTime(gauges: readonly GaugeReport[], { buckets, bucketSeconds }: Report) {
  return {
    columns: [{ title: "from" }, ...gauges.map(({ field }) => ({ title: field, align: "right" }) as const)],
    rows: buckets.map((start, index) => [
      formatWall(start, bucketSeconds),
      ...gauges.map(({ timeline, unit }) => formatQuantity(timeline[index], unit)),
    ]),
  };
}

function dimensionFigures(dimension: DimensionReport, { eventName }: EventReport, report: Report): Html[] {
  if (dimension.count === 0) return [];
  const { field, values, rest, distinct, isBounded, description } = dimension;
  const title = `${field}: ${isBounded ? "at least " : ""}${distinct.toLocaleString("en-US")} ${distinct === 1 ? "value" : "values"}`;
  const shares = shareTable(dimensionTable(dimension, 0, values.length), `Shares of ${field}`);
  if (distinct > maxStacked || distinct < 2) return [figure(title, description, shares)];
  const shown = values.slice(0, stacked);
  const others = rest.timeline.map((count, index) =>
    values.slice(stacked).reduce((sum, { timeline }) => sum + (timeline[index] ?? 0), count),
  );
  const series = [
    ...shown.map(({ value, timeline }, index) => ({
      name: value,
      color: seriesColors[index % seriesColors.length] ?? restColor,
      counts: timeline,
    })),
    ...(others.some((count) => count > 0) ? [{ name: "(others)", color: restColor, counts: others }] : []),
  ];
  const label = `${field} of ${eventName} over time: ${shown
    .slice(0, 3)
    .map(({ value, count }) => `${value} ${formatShare(count / dimension.count)}`)
    .join(", ")}`;
  const overTime = {
    columns: [{ title: "from" }, ...series.map(({ name }) => ({ title: name, align: "right" }) as const)],
    rows: report.buckets.map((start, index) => [
      formatWall(start, report.bucketSeconds),
      ...series.map(({ counts }) => (counts[index] ?? 0).toLocaleString("en-US")),
    ]),
  };
  return [
    figure(
      title,
      description,
      legend(series),
      countChart(report, label, series),
      shares,
      dataTable(overTime, `${field} over time`),
    ),
  ];
}
