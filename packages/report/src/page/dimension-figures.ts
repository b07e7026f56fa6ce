import { count, type Html, html } from "@metric-events/text";
import type { Report } from "../model/report.js";
import { formatBucket, formatShare } from "../render/format.js";
import { right } from "../sections/columns.js";
import type { ChartOf, Section } from "../sections/section.js";
import { countChart } from "./count-chart.js";
import { restColor, seriesColors } from "./draw.js";
import { dataTable, figure, legend } from "./parts.js";
import { shareTable } from "./share-table.js";

/** Dimensions of up to this many values are shown over time. */
const maxStacked = 12;
const stacked = 7;

/** The values of a dimension, over time where there are few. */
export function dimensionFigures(
  { dimension, event: { eventName } }: ChartOf<"dimension">,
  { tables }: Section,
  report: Report,
): Html[] {
  const { field, values, rest, distinct, isBounded, description } = dimension;
  const title = `${field}: ${isBounded ? "at least " : ""}${count(distinct, "value")}`;
  const shares = html`${tables.map((table) => shareTable(table, `Shares of ${field}`))}`;
  if (distinct > maxStacked || distinct < 2) return [figure(title, description, shares)];
  const shown = values.slice(0, stacked);
  const others = rest.timeline.map((other, index) =>
    values.slice(stacked).reduce((sum, { timeline }) => sum + (timeline[index] ?? 0), other),
  );
  const series = [
    ...shown.map(({ value, timeline }, index) => ({
      name: value,
      color: seriesColors[index % seriesColors.length] ?? restColor,
      counts: timeline,
    })),
    ...(others.some((sum) => sum > 0) ? [{ name: "(others)", color: restColor, counts: others }] : []),
  ];
  const label = `${field} of ${eventName} over time: ${shown
    .slice(0, 3)
    .map((each) => `${each.value} ${formatShare(each.count / dimension.count)}`)
    .join(", ")}`;
  const overTime = {
    columns: [{ title: "from" }, ...series.map(({ name }) => right(name))],
    rows: report.buckets.map((start, index) => [
      formatBucket(start, report),
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
