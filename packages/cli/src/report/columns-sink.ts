import { type Catalogue, type Event, textIn } from "@metric-events/core/runtime";
import type { EventScanner } from "../judging/event-scanner.js";
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
  readonly #byDefinition: readonly ColumnsBuilder[];
  readonly #filter: Filter | undefined;
  readonly #since: number;
  readonly #until: number;
  readonly #dictionary = new Dictionary();
  #filtered = 0;

  constructor({ events, where, since, until }: ColumnsSpec, catalogue: Catalogue) {
    this.#builders = new Map(
      catalogue.definitions.map((definition) => [
        definition.eventName,
        new ColumnsBuilder(planEvent(definition), definition.scanner),
      ]),
    );
    this.#byDefinition = [...this.#builders.values()];
    this.#filter = createFilter(events, where, catalogue);
    this.#since = since ?? Number.NEGATIVE_INFINITY;
    this.#until = until ?? Number.POSITIVE_INFINITY;
  }

  add(event: Event, { number }: TextLine): void {
    const { timestamp } = event;
    if (timestamp < this.#since || timestamp >= this.#until || this.#filter?.(event) === false) this.#filtered++;
    else this.#builders.get(event.event)?.add(event, number, this.#dictionary);
  }

  addScanned({ definition, found }: EventScanner, start: number, end: number, lineNumber: number): void {
    const builder = this.#byDefinition[definition] as ColumnsBuilder;
    const timestamp = builder.scannedTime(found);
    const isWanted =
      timestamp >= this.#since &&
      timestamp < this.#until &&
      this.#filter?.(JSON.parse(textIn(found.bytes, start, end))) !== false;
    if (isWanted) builder.addScanned(found, lineNumber, this.#dictionary);
    else this.#filtered++;
  }

  take(): ColumnsResult {
    const events = [...this.#builders.values()].flatMap((builder) => builder.take() ?? []);
    const dictionary = this.#dictionary.texts;
    const filtered = this.#filtered;
    this.#dictionary.clear();
    this.#filtered = 0;
    const buffers = events.map(({ floats }) => floats.buffer);
    return { events, dictionary, filtered, buffers };
  }
}
