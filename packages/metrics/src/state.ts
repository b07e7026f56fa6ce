import { parseJson } from "@metric-events/reader/json";
import { isRecord } from "@metric-events/runtime";
import type { GaugeFigure } from "./count/figures.js";
import type { CountedLog } from "./logs/counted-log.js";
import { MetricsError } from "./metrics-error.js";

/** What is remembered from one reading to the next: how far the logs were read, and what was counted by then. Both change together. */
export interface MetricsState {
  readonly logs: readonly CountedLog[];
  readonly lines: { readonly valid: number; readonly bad: number };
  /** Unix time in seconds. */
  readonly lastEvent: number | undefined;
  readonly events: Readonly<Record<string, EventState>>;
}

export interface EventState {
  /** Paths of dimensions, after the host. */
  readonly labels: readonly string[];
  /** The limits of each measure that has some. */
  readonly limits: Readonly<Record<string, readonly number[]>>;
  readonly groups: readonly GroupState[];
  /** By the path of the dimension: host, value, number of events. */
  readonly breakdowns: Readonly<Record<string, readonly (readonly [host: string, value: string, events: number])[]>>;
}

export interface GroupState {
  /** The host, and the values of the labels. */
  readonly values: readonly string[];
  readonly events: number;
  /** By the path of the measure. */
  readonly measures: Readonly<Record<string, { readonly buckets: readonly number[]; readonly sum: number }>>;
  /** By the path of the count. */
  readonly counts: Readonly<Record<string, { readonly sum: number; readonly gauge: GaugeFigure | null }>>;
}

const kind = "metric-events metrics";
const version = 1;

/** The state as text: one JSON document. */
export function metricsStateText(state: MetricsState): string {
  return `${JSON.stringify({ kind, version, ...state })}\n`;
}

/**
 * The state that {@link metricsStateText} wrote.
 *
 * @throws {MetricsError}
 */
export function parseMetricsState(text: string): MetricsState {
  if (!text.startsWith(`{"kind":"${kind}"`)) throw new MetricsError("no-state", "it does not begin like one");
  const parsed = parseJson(text);
  if (!("value" in parsed)) throw new MetricsError("damaged-state", "it is not a whole JSON document");
  const { value } = parsed;
  if (isRecord(value) && typeof value["version"] === "number" && value["version"] > version) {
    throw new MetricsError(
      "newer-state",
      `a newer version of metric-events wrote it (version ${value["version"]} of the form, expected ${version})`,
    );
  }
  const place = isRecord(value) ? misplacedIn(value) : "the document";
  if (place !== undefined) throw new MetricsError("damaged-state", `it has something unexpected at ${place}`);
  return value as unknown as MetricsState;
}

const isNumber = (value: unknown): boolean => typeof value === "number" && Number.isFinite(value);
const isText = (value: unknown): boolean => typeof value === "string";
const isList = (value: unknown, test: (each: unknown) => boolean): boolean => Array.isArray(value) && value.every(test);
const isMap = (value: unknown, test: (each: unknown) => boolean): boolean =>
  isRecord(value) && Object.values(value).every(test);
const has = (value: unknown, tests: Readonly<Record<string, (each: unknown) => boolean>>): boolean =>
  isRecord(value) && Object.entries(tests).every(([name, test]) => test(value[name]));

const isGauge = (value: unknown): boolean =>
  value === null || has(value, { value: isNumber, time: isNumber, firstTime: isNumber, values: isNumber });
const isGroup = (value: unknown): boolean =>
  has(value, {
    values: (each) => isList(each, isText),
    events: isNumber,
    measures: (each) => isMap(each, (one) => has(one, { buckets: (list) => isList(list, isNumber), sum: isNumber })),
    counts: (each) => isMap(each, (one) => has(one, { sum: isNumber, gauge: isGauge })),
  });
const isEvent = (value: unknown): boolean =>
  has(value, {
    labels: (each) => isList(each, isText),
    limits: (each) => isMap(each, (limits) => isList(limits, isNumber)),
    groups: (each) => isList(each, isGroup),
    breakdowns: (each) =>
      isMap(each, (rows) =>
        isList(rows, (row) => Array.isArray(row) && isText(row[0]) && isText(row[1]) && isNumber(row[2])),
      ),
  });
const isLog = (value: unknown): boolean =>
  has(value, { host: isText, head: isText, bytes: isNumber, tail: isText, packed: (each) => isList(each, isText) });

function misplacedIn(value: Record<string, unknown>): string | undefined {
  if (!isList(value["logs"], isLog)) return "/logs";
  if (!has(value["lines"], { valid: isNumber, bad: isNumber })) return "/lines";
  if (value["lastEvent"] !== undefined && !isNumber(value["lastEvent"])) return "/lastEvent";
  return isMap(value["events"], isEvent) ? undefined : "/events";
}
