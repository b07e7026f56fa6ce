import type { Catalogue, Contract, Event } from "@metric-events/runtime";
import type { BadLine, UnreadLog } from "./judge/judge-logs.js";
import { diagnose } from "./line/diagnose.js";
import { judgeLine } from "./line/judge-line.js";
import { beginningOf } from "./line/line.js";
import { LogError } from "./log-error.js";
import { createFilter } from "./read/filter.js";
import type { LogFile } from "./read/log-file.js";
import { readLines } from "./read/read-log.js";

/** What reading a log yields: an event, a bad line, or that a log could not be read, or not to its end. */
export type ReadItem =
  | { readonly kind: "event"; readonly event: Event; readonly file: string; readonly line: number }
  | ({ readonly kind: "bad-line" } & BadLine)
  | ({ readonly kind: "unread" } & UnreadLog);

export interface ReadEventsOptions {
  readonly catalogue: Catalogue;
  /** Default: `reader`. */
  readonly contract?: Contract;
  /** Names of the events to yield. Default: all. */
  readonly events?: readonly string[];
  /** Conditions, `field=value`: several values of one field are alternatives, different fields must all match. */
  readonly where?: readonly string[];
  /** Unix time in seconds: yields only events from this time on. */
  readonly since?: number;
  /** Unix time in seconds: yields only events before this time. */
  readonly until?: number;
  /** Ends the reading before the next line. */
  readonly signal?: AbortSignal;
}

/**
 * The events in logs, in the order of the logs and their lines, in bounded memory. A bad line or an unreadable log does not stop the
 * rest. To count, aggregate or copy large logs, `judgeLogs` is several times faster.
 *
 * @throws {SelectionError} for an event or field that the catalogue does not have.
 */
export async function* readEvents(logs: readonly LogFile[], options: ReadEventsOptions): AsyncGenerator<ReadItem> {
  const { catalogue, contract = "reader", events = [], where = [], since, until, signal } = options;
  const filter = createFilter(events, where, catalogue);
  const isWanted = (event: Event): boolean =>
    (since === undefined || event.timestamp >= since) &&
    (until === undefined || event.timestamp < until) &&
    filter?.(event) !== false;
  for (const log of logs) {
    const file = log.name;
    let lastLine = 0;
    try {
      for await (const lines of readLines(log)) {
        for (const line of lines) {
          if (signal?.aborted === true) return;
          lastLine = line.number;
          const judged = judgeLine(line, catalogue, contract);
          if (judged === undefined) continue;
          if (!judged.isValid) {
            const diagnosis = diagnose(judged, catalogue, contract);
            yield { kind: "bad-line", ...diagnosis, file, line: lastLine, text: beginningOf(line) };
          } else if (isWanted(judged.event)) yield { kind: "event", event: judged.event, file, line: lastLine };
        }
      }
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      yield { kind: "unread", file, code: error.code, message: error.message, lastLine };
    }
  }
}
