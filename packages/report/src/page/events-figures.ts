import type { Html } from "@metric-events/text";
import type { Report } from "../model/report.js";
import { formatBucket, quantityText } from "../render/format.js";
import { right } from "../sections/columns.js";
import type { Section } from "../sections/section.js";
import { countChart } from "./count-chart.js";
import { restColor, seriesColors } from "./draw.js";
import { dataTable, figure, legend, tableHtml } from "./parts.js";

/** How often each event came, over time and in all. */
export function eventsFigures({ tables, title }: Section, report: Report): Html[] {
  const series = report.events.map(({ eventName, timeline }, index) => ({
    name: eventName,
    color: index < seriesColors.length ? (seriesColors[index] ?? restColor) : restColor,
    counts: timeline,
  }));
  const overTime = {
    columns: [{ title: "from" }, ...series.map(({ name }) => right(name))],
    rows: report.buckets.map((start, index) => [
      formatBucket(start, report),
      ...series.map(({ counts }) => (counts[index] ?? 0).toLocaleString("en-US")),
    ]),
  };
  const label = `Events over time: ${report.events.map(({ eventName, count }) => `${eventName} ${count}`).join(", ")}`;
  return [
    figure(
      "Events over time",
      `In steps of ${quantityText(report.bucketSeconds, "s")}.`,
      legend(series),
      countChart(report, label, series),
      dataTable(overTime, "events over time"),
    ),
    figure(title, "How often each came.", ...tables.map((table) => tableHtml(table, title))),
  ];
}
