import {
  compiledModule,
  createFilter,
  type EventScanner,
  type Filter,
  type Sink,
  type SinkFactory,
  type TextLine,
} from "@metric-events/reader";
import { type Catalogue, type Event, textIn } from "@metric-events/runtime";
import type { ColumnsResult } from "./columns.js";
import { ColumnsBuilder } from "./columns-builder.js";
import { Dictionary } from "./dictionary.js";
import { planEvent } from "./event-plan.js";

/** Which events are turned into columns. Plain data, since it is sent to threads. */
interface ColumnsOptions {
  /** Names of events; all, when there are none. */
  readonly events: readonly string[];
  /** `field=value`. */
  readonly where: readonly string[];
  /** Unix time: from this on, and before that. */
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/** Turns the events that are asked for into columns. */
export function columnsSink(options: ColumnsOptions): SinkFactory<ColumnsResult, ColumnsOptions> {
  const module = compiledModule(import.meta.url, "columns/columns-sink.js");
  return { createSink: createColumnsSink, module, name: createColumnsSink.name, options, scanningCost: 1 / 4 };
}

export function createColumnsSink(options: ColumnsOptions, catalogue: Catalogue): Sink<ColumnsResult> {
  return new ColumnsSink(options, catalogue);
}

class ColumnsSink implements Sink<ColumnsResult> {
  readonly #builders: ReadonlyMap<string, ColumnsBuilder>;
  readonly #byDefinition: readonly ColumnsBuilder[];
  readonly #filter: Filter | undefined;
  readonly #since: number;
  readonly #until: number;
  readonly #dictionary = new Dictionary();
  #filtered = 0;

  constructor({ events, where, since, until }: ColumnsOptions, catalogue: Catalogue) {
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
    return { events, dictionary, filtered };
  }

  buffersOf({ events }: ColumnsResult): readonly ArrayBuffer[] {
    return events.map(({ floats }) => floats.buffer);
  }
}
