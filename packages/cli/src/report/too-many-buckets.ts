import { UsageError } from "../errors.js";
import { maxBuckets } from "./aggregate/bucket-grid.js";

export function tooManyBuckets(count: number): UsageError {
  const most = maxBuckets.toLocaleString("en-US");
  return new UsageError(
    `--bucket: gives ${count.toLocaleString("en-US")} buckets or more, at most ${most} can be told apart; take a wider one, or narrow the time with --since and --until`,
  );
}
