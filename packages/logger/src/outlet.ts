import { type Catalogue, type Envelope, type Event, eventNameIn, maxLineBytes } from "@metric-events/runtime";
import type { AppendFailure } from "./append-failure.js";
import type { IssueTally } from "./counters.js";
import { closedMessage, failureCode, failureMessage, tooLongMessage } from "./explain-failure.js";
import type { HostFiller } from "./host-filler.js";
import { IssueMetricEventError } from "./issue-metric-event-error.js";
import { hasIssuedSubscribers, publishIssued } from "./issued-channel.js";
import type { Line, LineBuffer } from "./line-buffer.js";
import type { LogWriter } from "./log-writer.js";

/** What becomes known of a written event: an error, the line for subscribers, or nothing that anybody needs. */
export type IssueOutcome = IssueMetricEventError | string | undefined;

/** The log of one logger and its counters, which all ways of issuing events share. */
export class Outlet<E extends Event> {
  readonly path: string;
  readonly file: LogWriter;
  readonly tally: IssueTally;
  readonly #catalogue: Catalogue<E>;
  readonly #hosts: HostFiller<E> | undefined;
  #isClosed = false;

  constructor(
    path: string,
    file: LogWriter,
    catalogue: Catalogue<E>,
    tally: IssueTally,
    hosts: HostFiller<E> | undefined,
  ) {
    this.#hosts = hosts;
    this.path = path;
    this.file = file;
    this.tally = tally;
    this.#catalogue = catalogue;
  }

  /**
   * Adds the line of an event to a buffer, and returns where it starts. When this throws, nothing is added.
   *
   * @throws {InvalidEventError} when the event is not valid.
   * @throws {IssueMetricEventError} when the outlet is closed, or the line is too long for readers.
   */
  encode(lines: LineBuffer, event: E): number {
    let start: number;
    try {
      start = lines.add(this.#catalogue, this.#hosts === undefined ? event : this.#hosts.filled(event));
    } catch (error) {
      this.tally.rejected++;
      throw error;
    }
    if (this.#isClosed) throw this.#refusal("closed", lines, event, start);
    if (lines.end - start - 1 > maxLineBytes) throw this.#refusal("line-too-long", lines, event, start);
    return start;
  }

  /** The short way when all lines were accepted and nobody has subscribed: counts them. Returns whether it applied. */
  accept(count: number, lines: LineBuffer, failure: AppendFailure | undefined): boolean {
    if (failure !== undefined || hasIssuedSubscribers()) return false;
    this.tally.issued += count;
    this.tally.bytes += lines.length;
    return true;
  }

  /**
   * Counts each of the written events, one line each. The outcomes are for {@link tell}, after the buffer is free again:
   * subscribers and the hook may use it.
   */
  outcomes(events: readonly unknown[], lines: LineBuffer, failure: AppendFailure | undefined): IssueOutcome[] {
    return lines.lines.map((line, index) => this.#outcome(events[index], lines, line, failure));
  }

  /** Calls the subscribers or the hook. Returns the error, if there is one. */
  tell(
    outcome: IssueOutcome,
    report: ((error: IssueMetricEventError) => void) | undefined,
  ): IssueMetricEventError | undefined {
    if (outcome === undefined) return undefined;
    if (typeof outcome === "string") {
      publishIssued(this.path, outcome);
      return undefined;
    }
    callHook(report, outcome);
    return outcome;
  }

  /** Refuses all events from now on. */
  refuse(): void {
    this.#isClosed = true;
  }

  /** Closes the file if the hook or a subscriber has closed the logger while the last event was written. */
  dropIfClosed(): void {
    if (this.#isClosed) this.file.drop();
  }

  #outcome(event: unknown, lines: LineBuffer, line: Line, failure: AppendFailure | undefined): IssueOutcome {
    const own = failure?.of(line.end - 1);
    if (own !== undefined) {
      this.tally.rejected++;
      return this.#error(event, lines, line, own);
    }
    this.tally.issued++;
    this.tally.bytes += line.end - line.start;
    return hasIssuedSubscribers() ? lines.text(line.start, line.end) : undefined;
  }

  #error(event: unknown, lines: LineBuffer, { start, end }: Line, failure: AppendFailure): IssueMetricEventError {
    const message = failureMessage(failure, {
      path: this.path,
      what: nameIn(lines.text(start, end), this.#catalogue.envelope),
      writtenBytes: Math.max(failure.writtenBytes - (start - 1), 0),
      lineBytes: end - start,
    });
    const { path } = this;
    const loggedCount = failure.isLogged(end - 1) ? 1 : 0;
    return new IssueMetricEventError(message, {
      code: failureCode(failure),
      path,
      event,
      loggedCount,
      cause: failure.cause,
    });
  }

  /** Takes the last line out of the buffer again. */
  #refusal(code: "closed" | "line-too-long", lines: LineBuffer, event: E, start: number): IssueMetricEventError {
    this.tally.rejected++;
    const { path } = this;
    const name = nameIn(lines.text(start, lines.end), this.#catalogue.envelope);
    const message = code === "closed" ? closedMessage(path, name) : tooLongMessage(path, name, lines.end - start - 1);
    lines.cut(start);
    return new IssueMetricEventError(message, { code, path, event });
  }
}

/** An error that a hook throws becomes an uncaught exception of its own, and changes nothing for the event. */
export function callHook<Error>(hook: ((error: Error) => void) | undefined, error: Error): void {
  try {
    hook?.(error);
  } catch (thrown) {
    process.nextTick(() => {
      throw thrown;
    });
  }
}

/** The name in the line, since the event may have a getter. */
function nameIn(json: string, envelope: Envelope): string {
  return eventNameIn(JSON.parse(json), envelope) ?? "";
}
