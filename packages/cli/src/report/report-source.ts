import type { Lake } from "@metric-events/lake";
import type { LogFile } from "@metric-events/reader";
import { type Report, type ReportOptions, reportLogs, reportStoredEvents } from "@metric-events/report";
import type { Context } from "../context.js";
import { type LogFlags, lakeFor, noteUnknownEvents, readingLake } from "../lake/lake-of.js";
import { closeLogs, logsFor } from "../log/logs-for.js";
import type { Reading } from "../log/reading.js";

/** What a report is about. */
export type ReportSource =
  | { readonly kind: "lake"; readonly lake: Lake }
  | { readonly kind: "logs"; readonly logs: readonly LogFile[] };

/** The caller closes it. */
export async function openReportSource(
  paths: readonly string[],
  flags: LogFlags,
  context: Context,
): Promise<ReportSource> {
  const lake = await lakeFor(paths, flags, context);
  return lake === undefined ? { kind: "logs", logs: await logsFor(paths, context, flags) } : { kind: "lake", lake };
}

export async function closeReportSource(source: ReportSource | undefined): Promise<void> {
  if (source?.kind === "logs") await closeLogs(source.logs);
}

/** @param reading says which events of a lake no report has. */
export async function reportSource(source: ReportSource, options: ReportOptions, reading: Reading): Promise<Report> {
  if (source.kind === "logs") return reportLogs(source.logs, options);
  const { lake } = source;
  await noteUnknownEvents(lake, options.catalogue, reading);
  // Nothing of it is judged again, so it needs no other threads.
  const { threads: _, ...rest } = options;
  return readingLake(lake, options.catalogue, (events) => reportStoredEvents(events, rest));
}
