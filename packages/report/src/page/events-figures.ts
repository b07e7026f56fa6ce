import { html } from "@metric-events/text";
import type { Report } from "../model/report.js";
import { formatBucket, quantityText } from "../render/format.js";
import { right } from "../sections/columns.js";
import type { Section } from "../sections/section.js";
import { restColor, seriesColors } from "./draw.js";
import { dataTable, type Figure, tableHtml } from "./parts.js";
import { rowsChart } from "./rows-chart.js";

/** More than these cannot be compared at a glance. */
const maxRows = 8;

/** How often each event came, over time and in all. */
export function eventsFigures({ tables, title }: Section, report: Report): readonly Figure[] {
  const series = report.events.map(({ eventName, timeline }, index) => ({
    name: eventName,
    color: seriesColors[index] ?? restColor,
    counts: timeline,
  }));
  const overTime = {
    columns: [{ title: "from" }, ...series.map(({ name }) => right(name))],
    rows: report.buckets.map((start, index) => [
      formatBucket(start, report),
      ...series.map(({ counts }) => (counts[index] ?? 0).toLocaleString("en-US")),
    ]),
  };
  const shown = series.slice(0, maxRows);
  const label = `Events over time: ${report.events.map(({ eventName, count }) => `${eventName} ${count}`).join(", ")}`;
  const more = series.length > shown.length ? ` ${series.length - shown.length} more in the table.` : "";
  return [
    {
      title: "Events over time",
      about: `In steps of ${quantityText(report.bucketSeconds, "s")}, each event on its own scale.${more}`,
      plot: html`${rowsChart(report, label, shown)}`,
      tables: tables.map((table) => tableHtml(table, title)),
      data: dataTable("events over time", tableHtml(overTime, "events over time")),
    },
  ];
}
