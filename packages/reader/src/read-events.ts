import {
  type Catalogue,
  type Contract,
  doubleFit,
  type Event,
  eventNameOf,
  eventTimeOf,
  hostFieldOf,
  hostOfEvent,
} from "@metric-events/runtime";
import type { BadLine, UnreadLog } from "./judge/judge-logs.js";
import { diagnose } from "./line/diagnose.js";
import { withExactNumbers } from "./line/exact-numbers.js";
import { eventOf, type GoodLine, judgeLine } from "./line/judge-line.js";
import { beginningOf } from "./line/line.js";
import { type NumberToken, pointerOf } from "./line/number-tokens.js";
import { LogError } from "./log-error.js";
import { type EventOrigin, originOfEvent, originOfLog } from "./origin/log-origin.js";
import type { LogFile } from "./read/log-file.js";
import { readLines } from "./read/read-log.js";
import { createFilter, type EventSelection } from "./select/filter.js";

/** What reading a log yields: an event, a bad line, or that a log could not be read, or not to its end. */
export type ReadItem<E extends Event = Event> =
  | {
      readonly kind: "event";
      readonly event: E;
      /** The name of the event, whatever field has it. */
      readonly eventName: string;
      /** When it happened, as Unix time in seconds, whatever its field and form. */
      readonly time: number;
      readonly file: string;
      readonly line: number;
      /** Where it comes from. */
      readonly origin: EventOrigin;
      /** The line as it was logged. */
      readonly text: string;
      /**
       * Numbers of the line that are another value in `event`, which has doubles: their digits, and where they are. Almost always none. A
       * program that copies or compares numbers takes these from here.
       */
      readonly numbers: readonly ChangedNumber[];
    }
  | ({ readonly kind: "bad-line" } & BadLine)
  | ({ readonly kind: "unread" } & UnreadLog);

/** A number that JavaScript would write with another value. */
export interface ChangedNumber {
  /** JSON Pointer of the number in the event. */
  readonly pointer: string;
  /** The number as it was logged. */
  readonly token: string;
  /** Whether a double holds it, as it does 1152921504606846976, which JavaScript writes 1152921504606847000; else it was rounded. */
  readonly isHeld: boolean;
}

export interface ReadEventsOptions<E extends Event = Event> extends EventSelection {
  readonly catalogue: Catalogue<E>;
  /** Default: `reader`. */
  readonly contract?: Contract;
  /** Ends the reading before the next line. */
  readonly signal?: AbortSignal;
}

/**
 * The events in logs, in the order of the logs and their lines, in bounded memory. A bad line or an unreadable log does not stop the
 * rest. To count, aggregate or copy large logs, `judgeLogs` is several times faster.
 *
 * @throws {SelectionError} for an event or field that the catalogue does not have.
 */
export async function* readEvents<E extends Event>(
  logs: readonly LogFile[],
  options: ReadEventsOptions<E>,
): AsyncGenerator<ReadItem<E>> {
  const { catalogue, contract = "reader", signal } = options;
  const filter = createFilter(options, catalogue);
  const { envelope } = catalogue;
  const isWanted = ({ event, numbers }: GoodLine, host: string | undefined): boolean =>
    filter?.(withExactNumbers(event, numbers), host) !== false;
  const hostFields = new Map(catalogue.definitions.map((each) => [each.eventName, hostFieldOf(each)]));
  for (const log of logs) {
    const file = log.name;
    const logOrigin = originOfLog(log);
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
            continue;
          }
          if (isWanted(judged, logOrigin.host)) {
            const { line: good } = judged;
            const { event, numbers: kept } = eventOf(judged, catalogue);
            const time = eventTimeOf(event, envelope);
            const eventName = eventNameOf(event, envelope);
            const numbers = kept.filter(({ token }) => doubleFit(token) !== "same").map(changedNumber);
            const origin = originOfEvent(hostOfEvent(event, hostFields.get(eventName)), logOrigin);
            yield { kind: "event", event, eventName, time, file, line: lastLine, origin, text: good.text, numbers };
          }
        }
      }
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      yield { kind: "unread", file, code: error.code, message: error.message, lastLine };
    }
  }
}

function changedNumber(number: NumberToken): ChangedNumber {
  return { pointer: pointerOf(number), token: number.token, isHeld: number.isHeld };
}
