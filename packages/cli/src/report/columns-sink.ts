import type { Catalogue, Event } from "@metric-events/core/runtime";
import type { Sink } from "../judging/task.js";
import type { TextLine } from "../log/line.js";
import { createFilter, type Filter } from "../tail/filter.js";
import type { ColumnsResult } from "./columns.js";
import { ColumnsBuilder } from "./columns-builder.js";
import { Dictionary } from "./dictionary.js";
import { planEvent } from "./event-plan.js";

/** Which events are turned into columns. Plain data, since it is sent to threads. */
export interface ColumnsSpec {
  readonly kind: "columns";
  /** Names of events; all, when there are none. */
  readonly events: readonly string[];
  /** `field=value`. */
  readonly where: readonly string[];
  /** Unix time: from this on, and before that. */
  readonly since?: number;
  readonly until?: number;
}

/** Turns events into columns. */
export class ColumnsSink implements Sink<ColumnsResult> {
  readonly #builders: ReadonlyMap<string, ColumnsBuilder>;
  readonly #filter: Filter | undefined;
  readonly #since: number;
  readonly #until: number;
  #dictionary = new Dictionary();
  #filtered = 0;

  constructor({ events, where, since, until }: ColumnsSpec, catalogue: Catalogue) {
    this.#builders = new Map(
      catalogue.definitions.map((definition) => [definition.eventName, new ColumnsBuilder(planEvent(definition))]),
    );
    this.#filter = createFilter(events, where, catalogue);
    this.#since = since ?? Number.NEGATIVE_INFINITY;
    this.#until = until ?? Number.POSITIVE_INFINITY;
  }

  add(event: Event, { number }: TextLine): void {
    const { timestamp } = event;
    if (timestamp < this.#since || timestamp >= this.#until || this.#filter?.(event) === false) this.#filtered++;
    else this.#builders.get(event.event)?.add(event, number, this.#dictionary);
  }

  take(): ColumnsResult {
    const events = [...this.#builders.values()].flatMap((builder) => builder.take() ?? []);
    const dictionary = this.#dictionary.texts;
    const filtered = this.#filtered;
    this.#dictionary = new Dictionary();
    this.#filtered = 0;
    const buffers = events.flatMap(({ floats, integers, bytes }) => [floats.buffer, integers.buffer, bytes.buffer]);
    return { events, dictionary, filtered, buffers };
  }
}
