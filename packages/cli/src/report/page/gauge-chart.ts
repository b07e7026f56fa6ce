import * as Plot from "@observablehq/plot";
import type { GaugeReport, Report } from "../model.js";
import { unitName } from "../render/format.js";
import { draw, seriesColors } from "./draw.js";
import type { Html } from "./html.js";
import { spansOf, timeScale } from "./time-axis.js";

/** Counts of one unit over time, as steps: each holds until the next is told, and where nobody told one there is a gap. */
export function gaugeChart(report: Report, label: string, gauges: readonly GaugeReport[]): Html {
  const spans = spansOf(report);
  const [first] = gauges;
  return draw(label, ({ width, height }) => ({
    x: timeScale(report, width / 90),
    y: {
      grid: true,
      label: unitName(first?.unit) ?? null,
      nice: true,
      zero: true,
      ticks: Math.floor(height / 50),
    },
    marks: [
      Plot.ruleY([0]),
      ...gauges.map(({ timeline }, index) =>
        Plot.lineY(
          timeline.flatMap((value, bucket) => {
            const y = value ?? Number.NaN;
            return [
              { x: spans[bucket]?.start, y },
              { x: spans[bucket]?.end, y },
            ];
          }),
          {
            x: "x",
            y: "y",
            stroke: seriesColors[index % seriesColors.length] ?? "currentColor",
            strokeWidth: 2,
            strokeDasharray: dashes[Math.floor(index / 2) % dashes.length] ?? "none",
          },
        ),
      ),
    ],
  }));
}

/** So that lines differ in more than their color. */
export const dashes = ["none", "6 3", "2 3"] as const;
