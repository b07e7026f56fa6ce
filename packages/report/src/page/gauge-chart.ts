import type { Html } from "@metric-events/text";
import { unitName } from "@metric-events/text";
import type { GaugeReport, Report } from "../model/report.js";
import * as Plot from "../vendor/plot.js";
import { draw, restColor, seriesColors } from "./draw.js";
import type { LegendItem } from "./parts.js";
import { spansOf, timeScale } from "./time-axis.js";

/** How a count is drawn: parts of a whole as areas on top of each other, all others as lines. */
interface GaugeSeries extends LegendItem {
  readonly gauge: GaugeReport;
}

/** Counts of one unit share a chart, unless several of them have parts: then each of these has its own. */
export function gaugeGroups(gauges: readonly GaugeReport[]): readonly (readonly GaugeReport[])[] {
  const keyOf = ({ unit, field, partOf }: GaugeReport): string => {
    const wholes = new Set(gauges.filter((each) => each.unit === unit).flatMap((each) => each.partOf ?? []));
    const whole = partOf ?? (wholes.has(field) ? field : "");
    return JSON.stringify([unit, wholes.size > 1 ? whole : ""]);
  };
  const keys = [...new Set(gauges.map(keyOf))];
  return keys.map((key) => gauges.filter((gauge) => keyOf(gauge) === key));
}

export function gaugeSeries(gauges: readonly GaugeReport[]): readonly GaugeSeries[] {
  return gauges.map((gauge, index) => ({
    gauge,
    name: gauge.field,
    color: seriesColors[index % seriesColors.length] ?? restColor,
    ...(gauge.partOf === undefined ? { dash: dashes[Math.floor(index / 2) % dashes.length] ?? "none" } : {}),
  }));
}

/** Counts of one unit over time, as steps: each value holds until the next, with a gap where none was logged. */
export function gaugeChart(report: Report, label: string, series: readonly GaugeSeries[]): Html {
  const [first] = series;
  const parts = series.filter(({ dash }) => dash === undefined);
  const lines = series.filter(({ dash }) => dash !== undefined);
  return draw(label, ({ width, height }) => ({
    x: timeScale(report, width / 90),
    y: {
      grid: true,
      label: unitName(first?.gauge.unit) ?? null,
      nice: true,
      zero: true,
      ticks: Math.floor(height / 50),
    },
    marks: [
      Plot.areaY(
        // An unknown part is an area without height, which is invisible.
        parts.flatMap(({ gauge, color }) =>
          points(report, gauge.timeline).map(({ x, y }) => ({ x, y: y ?? 0, color })),
        ),
        { x: "x", y: "y", z: "color", fill: "color", order: null, curve: "step-after", fillOpacity: 0.75 },
      ),
      Plot.ruleY([0]),
      ...lines.map(({ gauge, color, dash }) =>
        Plot.lineY(
          points(report, gauge.timeline).map(({ x, y }) => ({ x, y: y ?? Number.NaN })),
          { x: "x", y: "y", curve: "step-after", stroke: color, strokeWidth: 2, strokeDasharray: dash ?? "none" },
        ),
      ),
    ],
  }));
}

/** The starts of all buckets, and the end of the last. */
function points(
  report: Report,
  timeline: GaugeReport["timeline"],
): readonly { readonly x: Date | undefined; readonly y: number | undefined }[] {
  const spans = spansOf(report);
  return [...timeline.map((y, index) => ({ x: spans[index]?.start, y })), { x: spans.at(-1)?.end, y: timeline.at(-1) }];
}

/** So that lines differ in more than their color. */
const dashes = ["none", "6 3", "2 3"] as const;
