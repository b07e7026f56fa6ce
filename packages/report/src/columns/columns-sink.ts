import {
  compiledModule,
  createFilter,
  type EventScanner,
  type Filter,
  keysOf,
  type LogOrigin,
  type NumberToken,
  type Sink,
  type SinkFactory,
  type TextLine,
  withExactNumbers,
} from "@metric-events/reader";
import {
  type Catalogue,
  type Envelope,
  type Event,
  type EventDefinition,
  eventNameOf,
  eventTimeOf,
  textIn,
} from "@metric-events/runtime";
import { type ColumnsResult, maxValueLength, type RoundedNumber } from "./columns.js";
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
  /** Leaves out identifiers, and whether optional fields are there. */
  readonly isBrief?: boolean;
}

/** Turns the events that are asked for into columns. */
export function columnsSink(options: ColumnsOptions): SinkFactory<ColumnsResult, ColumnsOptions> {
  const module = compiledModule(import.meta.url, "columns/columns-sink.js");
  return { createSink: createColumnsSink, module, name: createColumnsSink.name, options, scanningCost: 1 / 4 };
}

export function createColumnsSink(options: ColumnsOptions, catalogue: Catalogue): Sink<ColumnsResult> {
  return new ColumnsSink(options, catalogue);
}

/** The paths of measures and counts. */
function measuredFields(definition: EventDefinition): ReadonlySet<string> {
  const { measures, counts } = planEvent(definition);
  return new Set([...measures, ...counts].map(({ path }) => path));
}

/** Numbers that a result names, so that it stays small. */
const maxExamples = 20;

class ColumnsSink implements Sink<ColumnsResult> {
  readonly #isBrief: boolean;
  readonly #envelope: Envelope;
  readonly #definitions: Catalogue["definitions"];
  readonly #positions: ReadonlyMap<string, number>;
  /** Of the events that turned up, by definition. */
  readonly #builders: (ColumnsBuilder | undefined)[];
  readonly #filter: Filter | undefined;
  readonly #since: number;
  readonly #until: number;
  readonly #dictionary = new Dictionary();
  /** Of the log. */
  #host: string | undefined;
  /** The paths of measures and counts, by event. */
  readonly #measured = new Map<string, ReadonlySet<string>>();
  #filtered = 0;
  #rounded: RoundedNumber[] = [];
  #roundedCount = 0;

  constructor({ events, where, since, until, isBrief = false }: ColumnsOptions, catalogue: Catalogue) {
    this.#isBrief = isBrief;
    this.#envelope = catalogue.envelope;
    this.#definitions = catalogue.definitions;
    this.#positions = new Map(catalogue.eventNames.map((eventName, position) => [eventName, position]));
    this.#builders = catalogue.definitions.map(() => undefined);
    this.#filter = createFilter({ events, where }, catalogue);
    this.#since = since ?? Number.NEGATIVE_INFINITY;
    this.#until = until ?? Number.POSITIVE_INFINITY;
  }

  begin({ host }: LogOrigin): void {
    this.#host = host;
  }

  add(event: Event, { number }: TextLine, numbers: readonly NumberToken[]): boolean {
    const time = eventTimeOf(event, this.#envelope);
    const exact = Object(withExactNumbers(event, numbers));
    if (time < this.#since || time >= this.#until || this.#filter?.(exact, this.#host) === false) {
      this.#filtered++;
      return false;
    }
    const eventName = eventNameOf(event, this.#envelope);
    this.#builderOf(this.#positions.get(eventName))?.add(event, exact, number, this.#dictionary);
    if (numbers.length > 0) this.#noteRounded(eventName, number, numbers);
    return true;
  }

  /** Made at the first event, since most logs have few of the events of a large catalogue. */
  #builderOf(position: number | undefined): ColumnsBuilder | undefined {
    const definition = position === undefined ? undefined : this.#definitions[position];
    if (position === undefined || definition === undefined) return undefined;
    const whole = planEvent(definition);
    const plan = this.#isBrief ? { ...whole, identifiers: [], optional: [] } : whole;
    return (this.#builders[position] ??= new ColumnsBuilder(plan, this.#envelope, definition.scanner));
  }

  #isMeasured(eventName: string, field: string): boolean {
    const definition = this.#definitions[this.#positions.get(eventName) ?? -1];
    if (definition === undefined) return false;
    const known = this.#measured.get(eventName) ?? measuredFields(definition);
    this.#measured.set(eventName, known);
    return known.has(field);
  }

  #noteRounded(event: string, line: number, numbers: readonly NumberToken[]): void {
    for (const number of numbers) {
      const field = keysOf(number.path).join(".");
      if (number.isHeld || !this.#isMeasured(event, field)) continue;
      this.#roundedCount++;
      if (this.#rounded.length < maxExamples)
        this.#rounded.push({ event, line, field, token: number.token.slice(0, maxValueLength) });
    }
  }

  addScanned(scanner: EventScanner, start: number, end: number, lineNumber: number): boolean {
    const { definition, found, time } = scanner;
    const builder = this.#builders[definition] ?? (this.#builderOf(definition) as ColumnsBuilder);
    const isWanted =
      time >= this.#since &&
      time < this.#until &&
      this.#filter?.(JSON.parse(textIn(found.bytes, start, end)), this.#host) !== false;
    if (isWanted) builder.addScanned(found, time, lineNumber, this.#dictionary);
    else this.#filtered++;
    return isWanted;
  }

  take(): ColumnsResult {
    const events = this.#builders.flatMap((builder) => builder?.take() ?? []);
    const dictionary = this.#dictionary.texts;
    const filtered = this.#filtered;
    const rounded = { count: this.#roundedCount, examples: this.#rounded };
    this.#dictionary.clear();
    this.#filtered = 0;
    this.#rounded = [];
    this.#roundedCount = 0;
    return { events, dictionary, filtered, rounded };
  }

  buffersOf({ events }: ColumnsResult): readonly ArrayBuffer[] {
    return events.map(({ floats }) => floats.buffer);
  }
}
