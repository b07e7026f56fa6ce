import { type Catalogue, type Envelope, type Event, eventNameOf } from "@metric-events/runtime";
import type { TextLine } from "../line/line.js";
import type { EventScanner } from "./event-scanner.js";
import { compiledModule, type Sink, type SinkFactory } from "./sink.js";
import { SuspectFinder, type SuspectLines } from "./suspect-finder.js";

export interface EventCounts {
  /** Number of valid events by name, in no particular order. */
  readonly valid: ReadonlyMap<string, number>;
  /** What looks wrong in valid events; empty where it was not asked for. */
  readonly suspects: readonly SuspectLines[];
}

/** Plain data, since it is sent to threads. */
interface CountOptions {
  /** The present Unix time in seconds. With it, valid events are looked at for what looks wrong: `SuspectCode` says what that is. */
  readonly now?: number | undefined;
}

/** Counts the valid events of each name. */
export function countEvents(options: CountOptions = {}): SinkFactory<EventCounts, CountOptions> {
  const module = compiledModule(import.meta.url, "judge/count-sink.js");
  return { createSink: createCountSink, module, name: createCountSink.name, options, scanningCost: 1 / 8 };
}

export function createCountSink({ now }: CountOptions, catalogue: Catalogue): Sink<EventCounts> {
  return new CountSink(catalogue, now === undefined ? undefined : new SuspectFinder(catalogue, now));
}

class CountSink implements Sink<EventCounts> {
  readonly #envelope: Envelope;
  readonly #names: readonly string[];
  /** By definition. */
  readonly #scanned: Float64Array;
  readonly #suspects: SuspectFinder | undefined;
  #counts = new Map<string, number>();

  constructor({ definitions, envelope }: Catalogue, suspects: SuspectFinder | undefined) {
    this.#envelope = envelope;
    this.#names = definitions.map(({ eventName }) => eventName);
    this.#scanned = new Float64Array(definitions.length);
    this.#suspects = suspects;
  }

  add(event: Event, { number }: TextLine): boolean {
    const name = eventNameOf(event, this.#envelope);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    this.#suspects?.add(event, number);
    return true;
  }

  addScanned(scanner: EventScanner, _start: number, _end: number, lineNumber: number): boolean {
    const { definition } = scanner;
    this.#scanned[definition] = (this.#scanned[definition] as number) + 1;
    this.#suspects?.addScanned(scanner, lineNumber);
    return true;
  }

  take(): EventCounts {
    this.#names.forEach((name, index) => {
      const count = this.#scanned[index] as number;
      if (count > 0) this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
    });
    this.#scanned.fill(0);
    const valid = this.#counts;
    this.#counts = new Map();
    return { valid, suspects: this.#suspects?.take() ?? [] };
  }
}
