import {
  type Catalogue,
  type Envelope,
  eventNameIn,
  hostFieldOf,
  hostOfEvent,
  secondsOf,
} from "@metric-events/runtime";
import { ExactNumber } from "../line/number-tokens.js";
import { hostConditions, parseConditions, selectedNames, testsByField } from "./condition.js";

/**
 * Whether the value of a line is selected. What is not a JSON object always is: it may have been any event. Numbers that a double would
 * change are compared exactly where the value has them as `withExactNumbers` puts them there. `host` is that of the log, for events that do
 * not name theirs.
 */
export type Filter = (data: unknown, host?: string) => boolean;

/** What selects events. */
export interface EventSelection {
  /** Names of events: alternatives. Default: all. */
  readonly events?: readonly string[];
  /** Conditions, such as `field=value`: see {@link parseConditions} and {@link testsByField}. */
  readonly where?: readonly string[];
  /** Unix time in seconds: only events from this time on. */
  readonly since?: number | undefined;
  /** Unix time in seconds: only events before this time. */
  readonly until?: number | undefined;
}

/**
 * A filter of the values of lines. What has no readable time is not left out because of its time.
 *
 * @returns `undefined` when there is nothing to filter by.
 * @throws {SelectionError}
 */
export function createFilter(
  { events = [], where = [], since, until }: EventSelection,
  catalogue: Catalogue,
): Filter | undefined {
  if (events.length === 0 && where.length === 0 && since === undefined && until === undefined) return undefined;
  const names = selectedNames(events, catalogue);
  const wanted = testsByField(parseConditions(where, events, catalogue));
  const { envelope } = catalogue;
  const [first, end] = [since ?? Number.NEGATIVE_INFINITY, until ?? Number.POSITIVE_INFINITY];
  const isTimely = (data: object): boolean => {
    if (since === undefined && until === undefined) return true;
    const time = timeIn(data, envelope);
    return time === undefined || (time >= first && time < end);
  };
  const isHost = hostConditions(catalogue);
  const hostFields = new Map(catalogue.definitions.map((each) => [each.eventName, hostFieldOf(each)]));
  const hostIn = (data: object): string | undefined =>
    hostOfEvent(data, hostFields.get(eventNameIn(data, envelope) ?? ""));
  return (data, host) => {
    if (typeof data !== "object" || data === null) return true;
    if (names.size > 0 && !names.has(eventNameIn(data, envelope) ?? "")) return false;
    return (
      isTimely(data) &&
      wanted.every(({ names: path, test }) => test(isHost(path) ? (hostIn(data) ?? host) : valueAt(data, path)))
    );
  };
}

function timeIn(data: object, { timeField, timeKind }: Envelope): number | undefined {
  const value = valueAt(data, [timeField]);
  return secondsOf(value instanceof ExactNumber ? value.value : value, timeKind);
}

function valueAt(data: object, path: readonly string[]): unknown {
  let value: unknown = data;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}
