import {
  DuplicateFinder,
  type JudgeCallbacks,
  judgeLogs,
  type LogFile,
  orderLogs,
  type Threads,
} from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import type { Zone } from "@metric-events/text";
import { columnsSink } from "./columns/columns-sink.js";
import { mainDimension, planEvent } from "./columns/event-plan.js";
import { packColumns } from "./columns/pack-columns.js";
import { withoutRows } from "./columns/without-rows.js";
import type { Prices } from "./cost/prices.js";
import { groupFieldsOf } from "./group-fields.js";
import { buildReport } from "./model/build-report.js";
import type { Report } from "./model/report.js";
import type { Objective } from "./objectives/objective.js";
import { ReportError } from "./report-error.js";
import { ReportGatherer, type ReportPlan } from "./report-gatherer.js";
import type { FindingIgnore } from "./silenced/ignore-config.js";
import { originOfStored, type StoredEvents } from "./stored-events.js";
import { wallClockOf } from "./wall-clock.js";

export interface ReportOptions extends Pick<JudgeCallbacks, "onUnread" | "onProgress"> {
  readonly catalogue: Catalogue;
  /** Names of events. Default: all. */
  readonly events?: readonly string[];
  /** Conditions, `field=value`: several values of one field are alternatives, different fields must all match. */
  readonly where?: readonly string[];
  /** Unix time in seconds: only events from this time on. */
  readonly since?: number | undefined;
  /** Unix time in seconds: only events before this time. */
  readonly until?: number | undefined;
  /** What to break measures and counts down by: dimensions, or `host`. Default: the dimension that most events have. */
  readonly by?: string | readonly string[] | undefined;
  /** Width of the steps over time, at least 1. Default: by the range of the events. */
  readonly bucketSeconds?: number | undefined;
  /** A start without a stop is lost after this many seconds. Default: a day. */
  readonly lostAfterSeconds?: number;
  /** What should hold of the events, from `resolveObjectives`. Default: none. */
  readonly objectives?: readonly Objective[];
  /** What an hour costs, from `resolvePrices`. Default: the report says nothing of cost. */
  readonly prices?: Prices | undefined;
  /** Findings that are known, and not to be shown; their number is. Default: none. */
  readonly ignore?: readonly FindingIgnore[];
  /** The zone of days and hours. Default: `local`. */
  readonly zone?: Zone;
  /** Unix time in seconds: later events are dated in the future. Default: the time of the clock. */
  readonly now?: number;
  /** Whether lines that stand twice count twice. Default: once. */
  readonly keepDuplicates?: boolean | undefined;
  /** Default: logs are read in this thread. */
  readonly threads?: Threads | undefined;
}

const day = 86_400;

/**
 * What logs say: how often, how long, how many, which share, and what looks wrong. What is counted and measured follows from the kinds
 * and units of the schemas. Memory does not grow with the logs.
 *
 * A log that cannot be read is among {@link Report.findings}; `onUnread` is called at once.
 *
 * @throws {SelectionError} for an event or field that the catalogue does not have.
 * @throws {ReportError} for other options that cannot be used.
 */
export async function reportLogs(logs: readonly LogFile[], options: ReportOptions): Promise<Report> {
  const plan = planOf(options);
  const gatherer = new ReportGatherer(options.catalogue, plan);
  const { events, where, since, until } = plan.selection;
  const finder = options.keepDuplicates === true ? undefined : new DuplicateFinder();
  const ordered = orderLogs(logs);
  await judgeLogs(ordered, {
    catalogue: options.catalogue,
    sink: columnsSink({ events, where, since, until }),
    threads: options.threads,
    once: finder === undefined ? undefined : { finder, without: withoutRows },
    onResult: (result, place) => gatherer.result(result, place),
    onBadLine: (bad) => gatherer.badLine(bad),
    onUnread: (unread) => {
      gatherer.unread(unread);
      return options.onUnread?.(unread);
    },
    onProgress: options.onProgress,
  });
  const files = ordered.map(({ name }) => name);
  return buildReport(gatherer.finish(finder?.found), files);
}

/**
 * The same of events that were judged before.
 *
 * @throws as {@link reportLogs} does, and what the source throws.
 */
export async function reportStoredEvents(
  source: StoredEvents,
  options: Omit<ReportOptions, "threads" | "onUnread" | "onProgress">,
): Promise<Report> {
  const plan = planOf(options);
  const gatherer = new ReportGatherer(options.catalogue, plan);
  const plans = options.catalogue.definitions.map(planEvent);
  const rounded = { count: 0, examples: [] };
  gatherer.addLines(source.lines);
  for await (const bad of source.badLines()) gatherer.badLine(bad);
  for await (const { file, events, dictionary, filtered } of source.batches({ ...plan.selection, plans })) {
    const result = { events: events.map(packColumns), dictionary, filtered, rounded };
    gatherer.result(result, { file, origin: originOfStored(file), linesBefore: 0, lines: 0 });
  }
  return buildReport(gatherer.finish(undefined), [source.name]);
}

function planOf(options: ReportOptions): ReportPlan {
  const { catalogue, events = [], where = [], since, until, by, bucketSeconds } = options;
  const {
    zone = "local",
    now = Date.now() / 1000,
    lostAfterSeconds = day,
    objectives = [],
    ignore = [],
    prices,
  } = options;
  if (since !== undefined && until !== undefined && since >= until) {
    throw new ReportError("empty-range", `the range from ${since} to ${until} is empty; expected since before until`);
  }
  if (bucketSeconds !== undefined && !(bucketSeconds >= 1)) {
    throw new ReportError("invalid-bucket", `expected at least 1s, received ${bucketSeconds}s`);
  }
  const selected = catalogue.definitions.filter(({ eventName }) => events.length === 0 || events.includes(eventName));
  return {
    selection: { events, where, since, until },
    mainDimension: mainDimension(selected.map(planEvent)),
    by: groupFieldsOf([by ?? []].flat(), selected),
    bucketSeconds,
    zone,
    wallClock: wallClockOf(zone),
    now,
    lostAfter: lostAfterSeconds,
    ignore,
    prices,
    objectives: objectives.filter(({ watch }) => selected.some(({ eventName }) => eventName === watch.plan.eventName)),
  };
}
