import { channel } from "node:diagnostics_channel";
import type { Event } from "@metric-events/core";

/**
 * Name of the channel of `node:diagnostics_channel` on which every accepted event is published, as an {@link IssuedEvent}, by
 * every logger of the process. Subscribers are called before the call returns, and cannot make it fail.
 */
export const ISSUED_CHANNEL = "metric-events:issued";

/** An event that was accepted. */
export class IssuedEvent {
  constructor(
    /** Absolute path of the log. */
    readonly path: string,
    /** What was logged, without the line end. */
    readonly line: string,
  ) {}

  /** The event as it was logged, parsed anew at each call. */
  get event(): Event {
    return JSON.parse(this.line);
  }
}

const issued = channel(ISSUED_CHANNEL);

/** Whether anybody wants to know; looking at it first makes it cost nothing when nobody does. */
export function hasIssuedSubscribers(): boolean {
  return issued.hasSubscribers;
}

export function publishIssued(path: string, line: string): void {
  issued.publish(new IssuedEvent(path, line));
}
