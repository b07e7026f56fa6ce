import type { Html } from "@metric-events/text";
import type { Report } from "../model/report.js";
import * as Plot from "../vendor/plot.js";
import { draw } from "./draw.js";
import { spansOf, timeScale } from "./time-axis.js";

interface CountSeries {
  readonly name: string;
  readonly color: string;
  /** For each bucket. */
  readonly counts: readonly number[];
}

/** `12k`, `1.5M`, and nothing between whole events. */
function formatTick(count: number): string {
  return Number.isInteger(count) ? Intl.NumberFormat("en-US", { notation: "compact" }).format(count) : "";
}

/** The count of each series over time, stacked. */
export function countChart(report: Report, label: string, series: readonly CountSeries[]): Html {
  const spans = spansOf(report);
  const end = spans.at(-1)?.end;
  const data = series.flatMap(({ name, counts }) => [
    ...counts.map((y, index) => ({ x: spans[index]?.start, y, name })),
    // The end of the last step.
    { x: end, y: counts.at(-1) ?? 0, name },
  ]);
  return draw(label, ({ width, height }) => ({
    x: timeScale(report, width / 90),
    y: { grid: true, label: "events", nice: true, ticks: Math.floor(height / 50), tickFormat: formatTick },
    color: { type: "ordinal", domain: series.map(({ name }) => name), range: series.map(({ color }) => color) },
    marks: [
      // An area for each series takes a tenth of the markup of a bar for each bucket.
      Plot.areaY(data, {
        x: "x",
        y: "y",
        fill: "name",
        curve: "step-after",
        order: series.map(({ name }) => name),
        shapeRendering: "crispEdges",
      }),
      Plot.ruleY([0]),
    ],
  }));
}
