import { inspect } from "node:util";
import { type Event, InvalidEventError } from "@metric-events/runtime";
import type { AppendFailure } from "./append-failure.js";
import { failureCode, failureMessage } from "./explain-failure.js";
import { IssueMetricEventError } from "./issue-metric-event-error.js";
import type { LineBuffer } from "./line-buffer.js";
import type { Outlet } from "./outlet.js";

/**
 * Copies the events of an array or another iterable into a list that no getter of an event can change.
 *
 * @throws {TypeError} for a value that is not iterable, or a string.
 */
export function listOf<E>(events: Iterable<E>): readonly E[] {
  // JavaScript may pass anything.
  const received: unknown = events;
  if (typeof received === "object" && received !== null && Symbol.iterator in received) return [...events];
  const shown = inspect(received, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 40 });
  throw new TypeError(
    `issueAll takes an array of events or another iterable, received ${shown}; to log a single event, call issue.`,
  );
}

/**
 * Puts the lines of all events into a buffer.
 *
 * @throws {InvalidEventError} when one of them is not valid; each pointer begins with the index of the event.
 */
export function encodeAll<E extends Event>(outlet: Outlet<E>, lines: LineBuffer, events: readonly E[]): void {
  let index = 0;
  try {
    for (; index < events.length; index++) outlet.encode(lines, events[index] as E);
  } catch (error) {
    // None is logged, and the one that threw is already counted.
    outlet.tally.rejected += events.length - 1;
    throw error instanceof InvalidEventError ? atIndex(error, index) : error;
  }
}

/** The error of events that were written together when not all were accepted. */
export function batchError(
  path: string,
  lines: LineBuffer,
  events: readonly unknown[],
  failure: AppendFailure,
): IssueMetricEventError {
  const loggedCount = lines.lines.filter(({ end }) => failure.isLogged(end - 1)).length;
  const message = failureMessage(failure, {
    path,
    what: `${events.length} events`,
    writtenBytes: failure.writtenBytes,
    lineBytes: lines.length,
    ...(loggedCount > 0 && { logged: `The first ${loggedCount} of them are in the log.` }),
  });
  return new IssueMetricEventError(message, {
    code: failureCode(failure),
    path,
    event: events[loggedCount] ?? events[0],
    loggedCount,
    cause: failure.cause,
  });
}

function atIndex(error: InvalidEventError, index: number): InvalidEventError {
  const issues = error.issues.map((issue) => ({ ...issue, pointer: `/${index}${issue.pointer}` }));
  return new InvalidEventError(error.eventName, issues, { cause: error });
}
