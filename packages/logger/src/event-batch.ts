import { inspect } from "node:util";
import { type Event, InvalidEventError } from "@metric-events/core";
import type { AppendFailure } from "./append-failure.js";
import { failureCode, failureMessage } from "./explain-failure.js";
import { IssueMetricEventError } from "./issue-metric-event-error.js";
import type { LineBuffer } from "./line-buffer.js";
import type { Outlet } from "./outlet.js";

/**
 * A list of its own, which no getter of an event changes, of the events of an array or of anything else that can be iterated over.
 *
 * @throws {TypeError} for what cannot be.
 */
export function listOf<E>(events: Iterable<E>): readonly E[] {
  // What comes from JavaScript may be anything.
  const received: unknown = events;
  if (typeof received === "object" && received !== null && Symbol.iterator in received) return [...events];
  const shown = inspect(received, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 40 });
  throw new TypeError(
    `issueAll takes events in an array or another iterable, received ${shown}; a single event is for issue.`,
  );
}

/**
 * Puts the lines of all events into a buffer.
 *
 * @throws {InvalidEventError} when one of them is no valid event, with its place in the list in front of each pointer.
 */
export function encodeAll<E extends Event>(outlet: Outlet<E>, lines: LineBuffer, events: readonly E[]): void {
  let index = 0;
  try {
    for (; index < events.length; index++) outlet.encode(lines, events[index] as E);
  } catch (error) {
    // None of them is logged, and one is counted already.
    outlet.tally.rejected += events.length - 1;
    throw error instanceof InvalidEventError ? atIndex(error, index) : error;
  }
}

/** The one error of events that were written together and not all accepted. */
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
