import type { Html } from "@metric-events/text";
import { unitName } from "@metric-events/text";
import type { GaugeReport, Report } from "../model/report.js";
import { formatBucket, quantityText } from "../render/format.js";
import { right } from "../sections/columns.js";
import { gaugesTable } from "../sections/gauges-sections.js";
import type { ChartOf, ReportTable } from "../sections/section.js";
import { gaugeChart, gaugeGroups, gaugeSeries } from "./gauge-chart.js";
import { dataTable, figure, legend, tableHtml } from "./parts.js";

/** Counts of one unit in one figure. */
export function gaugeFigures({ gauges, event: { eventName } }: ChartOf<"gauges">, report: Report): Html[] {
  return gaugeGroups(gauges).map((group) => {
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
      tableHtml(gaugesTable(report, group), `${names} by ${report.by ?? "all"}`),
      dataTable(gaugesOverTime(group, report), `${names} over time`),
    );
  });
}

function lastOf(gauges: readonly GaugeReport[]): string {
  return gauges.map(({ field, timeline, unit }) => `${field} ${quantityText(timeline.at(-1), unit)}`).join(", ");
}

function gaugesOverTime(gauges: readonly GaugeReport[], report: Report): ReportTable {
  return {
    columns: [{ title: "from" }, ...gauges.map(({ field }) => right(field))],
    rows: report.buckets.map((start, index) => [
      formatBucket(start, report),
      ...gauges.map(({ timeline, unit }) => quantityText(timeline[index], unit)),
    ]),
  };
}
