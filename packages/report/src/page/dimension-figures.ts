import { count, html } from "@metric-events/text";
import type { Report } from "../model/report.js";
import { formatBucket, formatShare, valueName } from "../render/format.js";
import { right } from "../sections/columns.js";
import { sharesTable } from "../sections/dimension-sections.js";
import type { ChartOf } from "../sections/section.js";
import { countChart } from "./count-chart.js";
import { restColor, seriesColors } from "./draw.js";
import { dataTable, type Figure, legend, tableHtml } from "./parts.js";

/** Dimensions of up to this many values are shown over time. */
const maxStacked = 12;
const stacked = 7;
/** More would leave the chart beside them alone. */
const maxRowsBeside = 12;

/** The values of a dimension, over time where there are few. */
export function dimensionFigures(
  { dimension, event: { eventName } }: ChartOf<"dimension">,
  report: Report,
): readonly Figure[] {
  const { field, values, rest, distinct, isBounded, description } = dimension;
  const title = `${field}: ${isBounded ? "at least " : ""}${count(distinct, "value")}`;
  const caption = `Shares of ${field}`;
  const tables = [tableHtml(sharesTable(dimension, maxRowsBeside), caption)];
  const everyValue =
    distinct > maxRowsBeside
      ? [tableHtml(sharesTable(dimension, Number.POSITIVE_INFINITY), `All ${caption.toLowerCase()}`)]
      : [];
  if (distinct > maxStacked || distinct < 2) {
    const data = everyValue.length === 0 ? {} : { data: dataTable(`all values of ${field}`, ...everyValue) };
    return [{ title, about: description, tables, ...data }];
  }
  const shown = values.slice(0, stacked);
  const others = rest.timeline.map((other, index) =>
    values.slice(stacked).reduce((sum, { timeline }) => sum + (timeline[index] ?? 0), other),
  );
  const series = [
    ...shown.map(({ value, timeline }, index) => ({
      name: valueName(value),
      color: seriesColors[index % seriesColors.length] ?? restColor,
      counts: timeline,
    })),
    ...(others.some((sum) => sum > 0) ? [{ name: "(others)", color: restColor, counts: others }] : []),
  ];
  const label = `${field} of ${eventName} over time: ${shown
    .slice(0, 3)
    .map((each) => `${valueName(each.value)} ${formatShare(each.count / dimension.count)}`)
    .join(", ")}`;
  const overTime = {
    columns: [{ title: "from" }, ...series.map(({ name }) => right(name))],
    rows: report.buckets.map((start, index) => [
      formatBucket(start, report),
      ...series.map(({ counts }) => (counts[index] ?? 0).toLocaleString("en-US")),
    ]),
  };
  return [
    {
      title,
      about: description,
      plot: html`${legend(series)}${countChart(report, label, series)}`,
      tables,
      data: dataTable(`${field} over time`, tableHtml(overTime, `${field} over time`)),
    },
  ];
}
