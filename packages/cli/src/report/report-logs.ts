import type { Catalogue } from "@metric-events/core/runtime";
import { suggest } from "@metric-events/core/runtime";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { paintFor } from "../format/colors.js";
import { LogJudge } from "../judging/judge-log.js";
import { readJudged } from "../judging/read-judged.js";
import { defaultLogHint } from "../log/default-path.js";
import type { LogFile } from "../log/log-family.js";
import { logFilesOf } from "../log/log-files-of.js";
import { catalogueSource, loadCatalogue } from "../schemas/load-catalogue.js";
import { buildReport } from "./build/build-report.js";
import type { ColumnsSpec } from "./columns-sink.js";
import { mainDimension, planEvent } from "./event-plan.js";
import type { Report, Selection } from "./model.js";
import { momentForms, parseMoment, parseSpan } from "./parse-moment.js";
import { type ReportFormat, renderReport } from "./render/render.js";
import { checkReportFile, writeReportFile } from "./report-file.js";
import { ReportGatherer, type ReportOptions } from "./report-gatherer.js";
import { wallClockOf, type Zone } from "./wall-clock.js";

export interface ReportFlags {
  readonly since?: string;
  readonly until?: string;
  readonly event?: readonly string[];
  readonly where?: readonly string[];
  readonly by?: string;
  readonly bucket?: string;
  readonly lostAfter: string;
  readonly utc?: boolean;
  readonly format: ReportFormat;
  readonly out?: string;
}

/** Reads logs and writes what they say; false when one could not be read. */
export async function reportLogs(
  files: readonly string[],
  flags: ReportFlags,
  schemasDir: string | undefined,
  context: Context,
): Promise<boolean> {
  const catalogue = await loadCatalogue(schemasDir, context);
  const options = optionsOf(flags, catalogue, context);
  const source = catalogueSource(schemasDir, context);
  const logs = await logFilesOf(files, context);
  const hint = files.length === 0 ? defaultLogHint : "";
  let report: Report;
  let isComplete: boolean;
  try {
    if (flags.out !== undefined) await checkReportFile(flags.out, logs, context);
    ({ report, isComplete } = await gather(logs, options, { catalogue, source, context, hint }));
  } finally {
    // Those that nobody came to read.
    for (const { handle } of logs) await handle?.close();
  }
  const paint = flags.out === undefined ? paintFor(context.stdout, context.env) : (_: string, text: string) => text;
  const text = await renderReport(report, flags.format, { columns: context.stdout.columns, paint });
  if (flags.out === undefined) await context.stdout.print(text);
  else await writeReportFile(flags.out, text, context);
  return isComplete;
}

async function gather(
  logs: readonly LogFile[],
  options: ReportOptions,
  {
    catalogue,
    source,
    context,
    hint,
  }: { catalogue: Catalogue; source: ReturnType<typeof catalogueSource>; context: Context; hint: string },
): Promise<{ report: Report; isComplete: boolean }> {
  const { events, where, since, until } = options.selection;
  const spec: ColumnsSpec = {
    kind: "columns",
    events,
    where,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
  const judge = new LogJudge({ catalogue, source, contract: "reader", spec, context });
  try {
    const gatherer = new ReportGatherer(catalogue, options);
    const isComplete = await readJudged(logs, { judge, context, hint, receiver: gatherer });
    return {
      report: buildReport(
        gatherer,
        logs.map(({ path }) => path),
      ),
      isComplete,
    };
  } finally {
    await judge.close();
  }
}

/** @throws {UsageError} for a flag that cannot be used. */
function optionsOf(flags: ReportFlags, catalogue: Catalogue, context: Context): ReportOptions {
  const zone: Zone = flags.utc === true ? "utc" : "local";
  const now = context.now() / 1000;
  const moment = (flag: string, text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    const parsed = parseMoment(text, now, zone);
    if (parsed !== undefined) return parsed;
    throw new UsageError(`${flag}: expected ${momentForms}, received ${JSON.stringify(text)}`);
  };
  const selection: Selection = {
    events: flags.event ?? [],
    where: flags.where ?? [],
    since: moment("--since", flags.since),
    until: moment("--until", flags.until),
  };
  const { since, until } = selection;
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UsageError(`--since ${flags.since} is not before --until ${flags.until}; nothing lies between them`);
  }
  const selected = catalogue.definitions.filter(
    ({ eventName }) => selection.events.length === 0 || selection.events.includes(eventName),
  );
  return {
    selection,
    by: dimensionOf(flags.by, selected),
    bucketSeconds: flags.bucket === undefined ? undefined : bucketOf(flags.bucket),
    zone,
    wallClock: wallClockOf(zone),
    now,
    lostAfter: spanOf("--lost-after", flags.lostAfter),
  };
}

function spanOf(flag: string, text: string): number {
  const parsed = parseSpan(text);
  if (parsed !== undefined) return parsed;
  throw new UsageError(`${flag}: expected a span of time such as 15m, 6h or 1d, received ${JSON.stringify(text)}`);
}

function bucketOf(text: string): number {
  const seconds = spanOf("--bucket", text);
  if (seconds >= 1) return seconds;
  throw new UsageError(`--bucket: expected at least 1s, received ${JSON.stringify(text)}`);
}

function dimensionOf(by: string | undefined, definitions: Catalogue["definitions"]): string | undefined {
  const plans = definitions.map(planEvent);
  if (by === undefined) return mainDimension(plans);
  const known = [...new Set(plans.flatMap(({ dimensions }) => dimensions.map(({ path }) => path)))];
  if (known.includes(by)) return by;
  const meant = suggest(by, known);
  const hint = meant === undefined ? `expected one of ${known.join(", ")}` : `did you mean ${meant}?`;
  throw new UsageError(`--by: unknown dimension ${JSON.stringify(by)}; ${hint}`);
}
