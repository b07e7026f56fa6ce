import type { Html } from "@metric-events/text";
import { excerpt } from "@metric-events/text";
import type { Report } from "../model/report.js";
import * as Plot from "../vendor/plot.js";
import { draw } from "./draw.js";
import { spansOf, timeScale } from "./time-axis.js";

/** What has its own small chart. */
interface RowSeries {
  readonly name: string;
  readonly color: string;
  /** For each bucket. */
  readonly counts: readonly number[];
}

const rowHeight = 46;

/** Counts over time, below each other, each on its own scale: rare events show beside frequent ones. */
export function rowsChart(report: Report, label: string, series: readonly RowSeries[]): Html {
  const spans = spansOf(report);
  const end = spans.at(-1)?.end;
  const tops = series.map(({ counts }) => Math.max(1, ...counts));
  const data = series.flatMap(({ counts, color }, row) => {
    const share = (count: number): number => count / (tops[row] ?? 1);
    return [
      ...counts.map((count, index) => ({ x: spans[index]?.start, y: share(count), row, color })),
      // The end of the last step.
      { x: end, y: share(counts.at(-1) ?? 0), row, color },
    ];
  });
  const rows = series.map((_, row) => row);
  return draw(label, ({ width }) => ({
    height: 40 + rowHeight * series.length,
    marginTop: 16,
    x: timeScale(report, width / 90),
    y: { axis: null, domain: [0, 1] },
    fy: { domain: rows, axis: null, label: null, padding: 0.34 },
    marks: [
      Plot.areaY(data, {
        x: "x",
        y: "y",
        fy: "row",
        z: "row",
        fill: "color",
        curve: "step-after",
        shapeRendering: "crispEdges",
      }),
      Plot.ruleY([0], { strokeOpacity: 0.4 }),
      Plot.text(
        series.map(({ name }) => excerpt(name, Math.floor(width / 8))),
        { fy: rows, text: (text: string) => text, frameAnchor: "top-left", dy: -13, fontWeight: 600 },
      ),
      Plot.text(
        tops.map((top) => top.toLocaleString("en-US")),
        { fy: rows, text: (text: string) => text, frameAnchor: "top-left", dx: -6, textAnchor: "end" },
      ),
    ],
  }));
}
