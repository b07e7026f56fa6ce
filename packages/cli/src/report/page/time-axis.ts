import type * as Plot from "@observablehq/plot";
import type { Report } from "../model.js";

/** A bucket as dates, which charts take for times of UTC; the buckets are on the wall clock already. */
export function spansOf({ buckets, bucketSeconds }: Report): readonly { readonly start: Date; readonly end: Date }[] {
  return buckets.map((start) => ({ start: new Date(start * 1000), end: new Date((start + bucketSeconds) * 1000) }));
}

export function timeScale(report: Report, ticks: number): Plot.ScaleOptions {
  const spans = spansOf(report);
  return {
    type: "utc",
    domain: [spans[0]?.start ?? new Date(0), spans.at(-1)?.end ?? new Date(0)],
    label: null,
    ticks,
  };
}
