import type { Report } from "../model/report.js";
import * as Plot from "../vendor/plot.js";
import { spansOf } from "./time-axis.js";

/** Points are joined when they are at most this many of the usual intervals apart. */
const patience = 2.5;

/** How many buckets without a value a line bridges: with events every 30 minutes, most buckets of 5 minutes have none. */
export function joinedBuckets({ bucketSeconds }: Report, everySeconds: number | undefined): number {
  return Math.floor((patience * (everySeconds ?? 0)) / bucketSeconds);
}

/** A line over time, with a point for each bucket, and dots for isolated points. */
export function timeLine(
  report: Report,
  values: readonly (number | undefined)[],
  joined: number,
  style: {
    readonly stroke: string;
    readonly strokeDasharray: string;
    readonly strokeWidth: number;
    readonly fy?: number;
  },
): Plot.Markish[] {
  const { fy, ...stroke } = style;
  const facet = fy === undefined ? {} : { fy: () => fy };
  const spans = spansOf(report);
  const points = withoutShortGaps(
    values.map((value, index) => ({
      // In the middle of the bucket.
      x: new Date(((spans[index]?.start.getTime() ?? 0) + (spans[index]?.end.getTime() ?? 0)) / 2),
      y: value ?? Number.NaN,
    })),
    joined,
  );
  const isGap = (index: number): boolean => Number.isNaN(points[index]?.y ?? Number.NaN);
  // A line needs two points: an isolated one would be invisible.
  const alone = points.filter((_, index) => !isGap(index) && isGap(index - 1) && isGap(index + 1));
  return [
    Plot.lineY(points, { x: "x", y: "y", strokeLinejoin: "round", ...stroke, ...facet }),
    Plot.dot(alone, { x: "x", y: "y", fill: stroke.stroke, r: 2.5, ...facet }),
  ];
}

interface Point {
  readonly x: Date;
  readonly y: number;
}

function withoutShortGaps(points: readonly Point[], joined: number): readonly Point[] {
  const kept: Point[] = [];
  let gap: Point[] = [];
  for (const point of points) {
    if (Number.isNaN(point.y)) {
      gap.push(point);
      continue;
    }
    // Nothing before the first point is a gap between two.
    if (gap.length > joined || kept.length === 0) kept.push(...gap);
    kept.push(point);
    gap = [];
  }
  return [...kept, ...gap];
}
