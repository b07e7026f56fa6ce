import * as Plot from "@observablehq/plot";
import type { MeasureReport, Report, Summary } from "../model.js";
import { formatQuantity } from "../render/format.js";
import { draw } from "./draw.js";
import type { Html } from "./html.js";
import { quantityScale } from "./quantity-scale.js";
import { spansOf, timeScale } from "./time-axis.js";

/** Lines that differ in more than their color. */
export const percentileLines = [
  { name: "p50", of: ({ p50 }: Summary) => p50, color: "var(--series-1)", dash: "none", width: 2.5 },
  { name: "p95", of: ({ p95 }: Summary) => p95, color: "var(--series-2)", dash: "none", width: 1.5 },
  { name: "p99", of: ({ p99 }: Summary) => p99, color: "var(--series-3)", dash: "6 3", width: 1.5 },
  { name: "max", of: ({ max }: Summary) => max, color: "var(--muted)", dash: "1 3", width: 1.5 },
] as const;

/** Percentiles of a measure over time. */
export function percentileChart(report: Report, eventName: string, measure: MeasureReport): Html {
  const spans = spansOf(report);
  const known = measure.timeline.filter((summary) => summary !== undefined);
  const values = known.flatMap((summary) => percentileLines.map(({ of }) => of(summary)));
  const { total, field, unit } = measure;
  const label = `${field} of ${eventName} over time: over all, p50 ${formatQuantity(total?.p50, unit)}, p95 ${formatQuantity(total?.p95, unit)}, p99 ${formatQuantity(total?.p99, unit)}, max ${formatQuantity(total?.max, unit)}`;
  return draw(label, ({ width, height }) => {
    const { scale, clamp } = quantityScale(values, unit, height);
    return {
      x: timeScale(report, width / 90),
      y: scale,
      marks: percentileLines.flatMap(({ of, color, dash, width: strokeWidth }) => {
        const points = measure.timeline.map((summary, index) => ({
          // In the middle of the bucket.
          x: new Date(((spans[index]?.start.getTime() ?? 0) + (spans[index]?.end.getTime() ?? 0)) / 2),
          y: summary === undefined ? Number.NaN : clamp(of(summary)),
        }));
        // A line needs two points: what stands alone would not be seen.
        const alone = points.filter(
          ({ y }, index) =>
            !Number.isNaN(y) &&
            Number.isNaN(points[index - 1]?.y ?? Number.NaN) &&
            Number.isNaN(points[index + 1]?.y ?? Number.NaN),
        );
        return [
          Plot.lineY(points, {
            x: "x",
            y: "y",
            stroke: color,
            strokeDasharray: dash,
            strokeWidth,
            strokeLinejoin: "round",
          }),
          Plot.dot(alone, { x: "x", y: "y", fill: color, r: 2.5 }),
        ];
      }),
    };
  });
}
