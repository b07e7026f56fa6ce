import { type BadLine, type EventSelection, type LogOrigin, originOfLog } from "@metric-events/reader";
import type { EventColumns } from "./columns/columns.js";
import type { EventPlan } from "./columns/event-plan.js";

/** Events that were judged before, such as those of a lake. */
export interface StoredEvents {
  /** The name that the report has for them. */
  readonly name: string;
  /** Lines that were read when they were judged. */
  readonly lines: number;
  /** Lines that were refused. */
  badLines(): AsyncIterable<BadLine>;
  /** The selected events, in the order of their times, as far as that is known. */
  batches(wanted: StoredSelection): AsyncIterable<StoredBatch>;
}

export interface StoredSelection extends EventSelection {
  /** Which columns to take of the events of each name. */
  readonly plans: readonly EventPlan[];
}

/** Some events of one log. */
export interface StoredBatch {
  /** The log. */
  readonly file: string;
  /** Numbers of lines count from 1 in the log. */
  readonly events: readonly EventColumns[];
  readonly dictionary: readonly string[];
  /** Events that the selection leaves out. */
  readonly filtered: number;
}

/** The log of a batch. Its host is that of the events, which name it themselves. */
export function originOfStored(file: string): LogOrigin {
  return { ...originOfLog({ name: file, path: file }), host: undefined };
}
