import { channel } from "node:diagnostics_channel";
import type { Event } from "@metric-events/runtime";

/**
 * The channel of `node:diagnostics_channel` on which all loggers of the process publish each accepted event, as an
 * {@link IssuedEvent}. Subscribers are called before the call returns, and cannot make it fail.
 */
export const ISSUED_CHANNEL = "metric-events:issued";

/** An accepted event. */
export class IssuedEvent {
  constructor(
    /** Absolute path of the log. */
    readonly path: string,
    /** The line in the log, without its line end. */
    readonly line: string,
  ) {}

  /** The event as it was logged. Each access parses it again. */
  get event(): Event {
    return JSON.parse(this.line);
  }
}

const issued = channel(ISSUED_CHANNEL);

/** Whether anybody has subscribed. Asking first makes publishing free when nobody has. */
export function hasIssuedSubscribers(): boolean {
  return issued.hasSubscribers;
}

export function publishIssued(path: string, line: string): void {
  issued.publish(new IssuedEvent(path, line));
}
