import type { Html } from "@metric-events/text";
import type { EventReport, MeasureReport, Report, Summary } from "../model/report.js";
import { quantityText } from "../render/format.js";
import { draw } from "./draw.js";
import { quantityScale } from "./quantity-scale.js";
import { timeScale } from "./time-axis.js";
import { joinedBuckets, timeLine } from "./time-line.js";

/** Lines that differ in more than their color; the maximum comes last. */
export const percentileLines = [
  { name: "p50", of: ({ p50 }: Summary) => p50, color: "var(--series-1)", dash: "none", width: 2.5 },
  { name: "p95", of: ({ p95 }: Summary) => p95, color: "var(--series-2)", dash: "none", width: 1.5 },
  { name: "p99", of: ({ p99 }: Summary) => p99, color: "var(--series-3)", dash: "6 3", width: 1.5 },
  { name: "max", of: ({ max }: Summary) => max, color: "var(--muted)", dash: "1 3", width: 1.5 },
] as const;

/** What sets the scale: a single event, which a maximum is, would press all percentiles onto the base line. */
function scaledValues({ timeline }: MeasureReport): readonly number[] {
  return timeline.flatMap((summary) =>
    summary === undefined ? [] : percentileLines.slice(0, -1).map(({ of }) => of(summary)),
  );
}

function maximumOf({ timeline }: MeasureReport): number {
  return timeline.reduce((max, summary) => Math.max(max, summary?.max ?? 0), 0);
}

/** What a reader must know about the scale. */
export function scaleNotes(measure: MeasureReport): readonly string[] {
  const { isLogarithmic, top } = quantityScale(scaledValues(measure), measure.unit, 1, maximumOf(measure));
  const most = maximumOf(measure);
  return [
    ...(isLogarithmic ? ["Logarithmic scale."] : []),
    ...(most > top ? [`The maximum goes up to ${quantityText(most, measure.unit)} and is cut off at the top.`] : []),
  ];
}

/** Percentiles of a measure over time. Points are joined unless there were no events for longer than usual. */
export function percentileChart(
  report: Report,
  { eventName, everySeconds }: EventReport,
  measure: MeasureReport,
): Html {
  const joined = joinedBuckets(report, everySeconds);
  const values = scaledValues(measure);
  const { total, field, unit } = measure;
  const label = `${field} of ${eventName} over time: over all, p50 ${quantityText(total?.p50, unit)}, p95 ${quantityText(total?.p95, unit)}, p99 ${quantityText(total?.p99, unit)}, max ${quantityText(total?.max, unit)}`;
  return draw(label, ({ width, height }) => {
    const { scale, marks, clamp } = quantityScale(values, unit, height, maximumOf(measure));
    return {
      x: timeScale(report, width / 90),
      y: scale,
      marks: [
        ...marks,
        ...percentileLines.flatMap(({ of, color, dash, width: strokeWidth }) =>
          timeLine(
            report,
            measure.timeline.map((summary) => (summary === undefined ? undefined : clamp(of(summary)))),
            joined,
            { stroke: color, strokeDasharray: dash, strokeWidth },
          ),
        ),
      ],
    };
  });
}
