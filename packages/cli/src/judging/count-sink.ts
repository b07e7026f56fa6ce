import type { Event } from "@metric-events/core/runtime";
import type { Sink } from "./task.js";

/** Events by name, in the order in which they were seen first. */
export interface EventCounts {
  readonly counts: ReadonlyMap<string, number>;
}

export class CountSink implements Sink<EventCounts> {
  #counts = new Map<string, number>();

  add({ event }: Event): void {
    this.#counts.set(event, (this.#counts.get(event) ?? 0) + 1);
  }

  take(): EventCounts {
    const counts = this.#counts;
    this.#counts = new Map();
    return { counts };
  }
}
