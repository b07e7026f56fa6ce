import { type Catalogue, type Envelope, type Event, eventNameOf } from "@metric-events/runtime";
import type { EventScanner } from "./event-scanner.js";
import { compiledModule, type Sink, type SinkFactory } from "./sink.js";

/** Number of events by name, in no particular order. */
export type EventCounts = ReadonlyMap<string, number>;

/** Counts the valid events of each name. */
export function countEvents(): SinkFactory<EventCounts, undefined> {
  const module = compiledModule(import.meta.url, "judge/count-sink.js");
  return { createSink: createCountSink, module, name: createCountSink.name, options: undefined, scanningCost: 1 / 8 };
}

export function createCountSink(_options: undefined, catalogue: Catalogue): Sink<EventCounts> {
  return new CountSink(catalogue);
}

class CountSink implements Sink<EventCounts> {
  readonly #envelope: Envelope;
  readonly #names: readonly string[];
  /** By definition. */
  readonly #scanned: Float64Array;
  #counts = new Map<string, number>();

  constructor({ definitions, envelope }: Catalogue) {
    this.#envelope = envelope;
    this.#names = definitions.map(({ eventName }) => eventName);
    this.#scanned = new Float64Array(definitions.length);
  }

  add(event: Event): boolean {
    const name = eventNameOf(event, this.#envelope);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    return true;
  }

  addScanned({ definition }: EventScanner): boolean {
    this.#scanned[definition] = (this.#scanned[definition] as number) + 1;
    return true;
  }

  take(): EventCounts {
    this.#names.forEach((name, index) => {
      const count = this.#scanned[index] as number;
      if (count > 0) this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
    });
    this.#scanned.fill(0);
    const counts = this.#counts;
    this.#counts = new Map();
    return counts;
  }
}
