import type { Html } from "@metric-events/text";
import { excerpt } from "@metric-events/text";
import type { EventReport, MeasureGroup, MeasureReport, Report } from "../model/report.js";
import { quantityText, valueName } from "../render/format.js";
import * as Plot from "../vendor/plot.js";
import { draw } from "./draw.js";
import { quantityScale } from "./quantity-scale.js";
import { timeScale } from "./time-axis.js";
import { joinedBuckets, timeLine } from "./time-line.js";

/** More than these cannot be compared at a glance. */
const maxShown = 8;
const rowHeight = 58;

/** Lines that differ in more than their color. */
export const groupLines = [
  { name: "p95", color: "var(--series-2)", dash: "none", width: 1.5 },
  { name: "max", color: "var(--muted)", dash: "1 3", width: 1.5 },
] as const;

/** The groups to draw: those with most events. A single group is the chart of all events already. */
export function drawnGroups({ groups }: MeasureReport): readonly MeasureGroup[] {
  return groups.length < 2 ? [] : groups.slice(0, maxShown);
}

/** What sets the scale: a maximum is a single event. */
function groupValues(groups: readonly MeasureGroup[]): readonly number[] {
  return groups.flatMap(({ timeline }) => timeline.filter((each) => each !== undefined));
}

function maximumOf(groups: readonly MeasureGroup[]): number {
  return groups.reduce((most, { maxima }) => maxima.reduce((top: number, max) => Math.max(top, max ?? 0), most), 0);
}

/** What a reader must know about the scale of these groups. */
export function groupNotes(groups: readonly MeasureGroup[], unit: string | undefined): readonly string[] {
  const { isLogarithmic, top } = quantityScale(groupValues(groups), unit, 1, maximumOf(groups));
  const isCut = groups.some(({ maxima }) => maxima.some((max) => max !== undefined && max > top));
  return [...(isLogarithmic ? ["Logarithmic scale."] : []), ...(isCut ? ["Maxima are cut off at the top."] : [])];
}

/** p95 and the maximum of each group over time, below each other on the same scales. */
export function groupChart(report: Report, { eventName, everySeconds }: EventReport, measure: MeasureReport): Html {
  const { field, unit } = measure;
  const shown = drawnGroups(measure);
  const joined = joinedBuckets(report, everySeconds);
  const values = groupValues(shown);
  const label = `${field} of ${eventName} over time by ${report.by}: max ${shown
    .map(({ value, summary }) => `${valueName(value)} ${quantityText(summary.max, unit)}`)
    .join(", ")}`;
  return draw(label, ({ width }) => {
    const { scale, marks, clamp } = quantityScale(values, unit, 1.6 * rowHeight, maximumOf(shown));
    const line = (series: MeasureGroup["timeline"], index: number, style: (typeof groupLines)[number]) =>
      timeLine(
        report,
        series.map((value) => (value === undefined ? undefined : clamp(value))),
        joined,
        { stroke: style.color, strokeDasharray: style.dash, strokeWidth: style.width, fy: index },
      );
    return {
      height: 56 + rowHeight * shown.length,
      // Room for the label of the axis above the name of the first group.
      marginTop: 30,
      x: timeScale(report, width / 90),
      y: scale,
      // Two groups may have the same name: the one without a value, and a value of that name.
      fy: { domain: shown.map((_, index) => index), label: null, axis: null, padding: 0.28 },
      marks: [
        ...marks,
        Plot.text(
          shown.map(({ value }) => excerpt(valueName(value), Math.floor(width / 8))),
          {
            fy: (_: string, index: number) => index,
            text: identity,
            frameAnchor: "top-left",
            dy: -11,
            fontWeight: 600,
          },
        ),
        ...shown.flatMap(({ timeline, maxima }, index) => [
          ...line(timeline, index, groupLines[0]),
          ...line(maxima, index, groupLines[1]),
        ]),
      ],
    };
  });
}

function identity(text: string): string {
  return text;
}
