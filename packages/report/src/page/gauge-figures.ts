import { html, unitName } from "@metric-events/text";
import type { GaugeReport, Report } from "../model/report.js";
import { formatBucket, quantityText } from "../render/format.js";
import { right } from "../sections/columns.js";
import { gaugesTable } from "../sections/gauges-sections.js";
import type { ChartOf, ReportTable } from "../sections/section.js";
import { gaugeChart, gaugeGroups, gaugeSeries } from "./gauge-chart.js";
import { dataTable, type Figure, legend, tableHtml } from "./parts.js";

/** A longer table would leave the chart beside it alone. */
const maxRowsBeside = 12;

/** Counts of one unit in one figure. */
export function gaugeFigures({ gauges, event: { eventName } }: ChartOf<"gauges">, report: Report): readonly Figure[] {
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
    const byGroup = gaugesTable(report, group);
    const caption = `${names} by ${report.by ?? "all"}`;
    const isShort = byGroup.rows.length <= maxRowsBeside;
    return {
      title: `${unit === undefined ? "Counts" : `Count of ${unit}s`} over time`,
      about,
      plot: html`${legend(series)}${gaugeChart(report, `${names} of ${eventName} over time, last ${lastOf(group)}`, series)}`,
      tables: [isShort ? tableHtml(byGroup, caption) : tableHtml(sumsTable(group), `${names} in all`)],
      data: dataTable(
        `${names}${isShort ? "" : ` by ${report.by}, and`} over time`,
        ...(isShort ? [] : [tableHtml(byGroup, caption)]),
        tableHtml(gaugesOverTime(group, report), `${names} over time`),
      ),
    };
  });
}

function sumsTable(gauges: readonly GaugeReport[]): ReportTable {
  return {
    columns: [{ title: "count of" }, ...["last", "min", "max"].map(right)],
    rows: gauges.map(({ field, sum, unit }) => [
      field,
      ...[sum.last, sum.min, sum.max].map((value) => quantityText(value, unit)),
    ]),
  };
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
