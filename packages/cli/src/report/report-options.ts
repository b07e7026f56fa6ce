import type { ReportOptions } from "@metric-events/report";
import { parseSpan } from "@metric-events/text";
import { UsageError } from "../errors.js";
import { type SelectionFlags, selectionOf } from "../log/selection-flags.js";

/** Flags that say what a report is about. */
export interface SubjectFlags extends SelectionFlags {
  readonly by?: readonly string[];
  readonly bucket?: string;
  readonly lostAfter: string;
  readonly keepDuplicates?: boolean;
}

/** @throws {UsageError} for an invalid flag. */
export function reportOptionsOf(flags: SubjectFlags, now: number): Omit<ReportOptions, "catalogue"> {
  return {
    ...selectionOf(flags, now),
    by: flags.by,
    bucketSeconds: flags.bucket === undefined ? undefined : spanOf("--bucket", flags.bucket),
    keepDuplicates: flags.keepDuplicates,
    now,
    lostAfterSeconds: spanOf("--lost-after", flags.lostAfter),
  };
}

function spanOf(flag: string, text: string): number {
  const parsed = parseSpan(text);
  if (parsed !== undefined) return parsed;
  throw new UsageError(`${flag}: expected a duration such as 15m, 6h or 1d, received ${JSON.stringify(text)}`);
}
