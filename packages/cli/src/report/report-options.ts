import type { ReportOptions } from "@metric-events/report";
import { momentForms, parseMoment, parseSpan, type Zone } from "@metric-events/text";
import { UsageError } from "../errors.js";

/** Flags that select what a report is about. */
export interface SelectionFlags {
  readonly since?: string;
  readonly until?: string;
  readonly event?: readonly string[];
  readonly where?: readonly string[];
  readonly by?: readonly string[];
  readonly bucket?: string;
  readonly lostAfter: string;
  readonly keepDuplicates?: boolean;
  readonly utc?: boolean;
}

/** @throws {UsageError} for an invalid flag. */
export function reportOptionsOf(flags: SelectionFlags, now: number): Omit<ReportOptions, "catalogue"> {
  const zone: Zone = flags.utc === true ? "utc" : "local";
  const since = momentOf("--since", flags.since, now, zone);
  const until = momentOf("--until", flags.until, now, zone);
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UsageError(
      `--since ${flags.since} is not before --until ${flags.until}; name an earlier --since or a later --until`,
    );
  }
  return {
    events: flags.event ?? [],
    where: flags.where ?? [],
    since,
    until,
    by: flags.by,
    bucketSeconds: flags.bucket === undefined ? undefined : spanOf("--bucket", flags.bucket),
    keepDuplicates: flags.keepDuplicates,
    zone,
    now,
    lostAfterSeconds: spanOf("--lost-after", flags.lostAfter),
  };
}

function momentOf(flag: string, text: string | undefined, now: number, zone: Zone): number | undefined {
  if (text === undefined) return undefined;
  const parsed = parseMoment(text, now, zone);
  if (parsed !== undefined) return parsed;
  throw new UsageError(`${flag}: expected ${momentForms}, received ${JSON.stringify(text)}`);
}

function spanOf(flag: string, text: string): number {
  const parsed = parseSpan(text);
  if (parsed !== undefined) return parsed;
  throw new UsageError(`${flag}: expected a duration such as 15m, 6h or 1d, received ${JSON.stringify(text)}`);
}
