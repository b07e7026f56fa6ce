import { maxBuckets } from "./aggregate/bucket-grid.js";
import { ReportError } from "./report-error.js";

export function tooManyBuckets(count: number): ReportError {
  const most = maxBuckets.toLocaleString("en-US");
  return new ReportError(
    "too-many-buckets",
    `gives ${count.toLocaleString("en-US")} buckets or more, expected at most ${most}; take wider buckets, or a shorter time`,
  );
}
