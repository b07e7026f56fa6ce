import {
  compiledModule,
  type Diagnosis,
  diagnoseNumbers,
  type EventScanner,
  type NumberToken,
  type Sink,
  type SinkFactory,
  type TextLine,
} from "@metric-events/reader";
import {
  type Catalogue,
  type Envelope,
  type Event,
  type EventDefinition,
  eventNameOf,
  type FieldDescriptor,
  utf8Bytes,
} from "@metric-events/runtime";
import { LineProjection } from "./line-projection.js";
import { placePrefix } from "./place-numbers.js";
import { PlacedList, type SplitText } from "./placed-list.js";
import { unfitNumbers, withWholeNumbers } from "./unfit-numbers.js";

/** The valid lines of each event as newline-ended UTF-8, in the order of the log. */
export interface SplitLines {
  readonly texts: readonly SplitText[];
  /** Valid lines with a number that their column does not hold. */
  readonly unfit: readonly UnfitLine[];
}

/** A line, counted from 1 within its batch. */
export interface UnfitLine extends Diagnosis {
  readonly line: number;
  /** The beginning of it. */
  readonly text: string;
}

/** Plain data, so that it can be sent to threads. */
interface SplitOptions {
  /** Lines that name none of these events are skipped without judging them. Default: all lines are judged. */
  readonly only?: readonly string[];
  /** Fields to keep. Default: all. */
  readonly columns?: readonly string[];
  /** The member that lines get for their place. Default: none. */
  readonly placeKey?: string;
}

/** The cost of scanning and splitting a line, relative to parsing it. */
export const splittingCost = 1 / 5;

/** A sink that groups the lines by event. */
export function splitSink(options: SplitOptions): SinkFactory<SplitLines, SplitOptions> {
  const module = compiledModule(import.meta.url, "lines/split-sink.js");
  return { createSink: createSplitSink, module, name: createSplitSink.name, options, scanningCost: splittingCost };
}

export function createSplitSink(options: SplitOptions, catalogue: Catalogue): Sink<SplitLines> {
  return new SplitSink(options, catalogue);
}

const brace = 0x7b;
const comma = utf8Bytes(",");

/** How much of a line is kept to show it. */
const maxTextLength = 500;

/** An escaped surrogate: JSON.parse accepts one alone, other readers refuse it. */
const surrogate = /\\u[dD][89a-fA-F]/;
/** A pair of them, one alone, and any other escape. */
const escapes = /(\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2})|(\\u[dD][89a-fA-F][\da-fA-F]{2})|\\./g;

/** Groups lines by event. It keeps only the wanted fields of scanned lines, and parsed lines unchanged. */
class SplitSink implements Sink<SplitLines> {
  readonly only?: readonly string[];
  readonly #envelope: Envelope;
  readonly #lines: ReadonlyMap<string, PlacedList>;
  readonly #prefix: Uint8Array | undefined;
  readonly #fields: ReadonlyMap<string, readonly FieldDescriptor[]>;
  #unfit: UnfitLine[] = [];
  /** The same by definition, for wanted events. */
  readonly #byDefinition: readonly (Target | undefined)[];

  constructor({ only, columns, placeKey }: SplitOptions, { definitions, envelope }: Catalogue) {
    this.#envelope = envelope;
    if (only !== undefined) this.only = only;
    this.#prefix = placeKey === undefined ? undefined : utf8Bytes(placePrefix(placeKey));
    this.#lines = new Map(definitions.map(({ eventName }) => [eventName, new PlacedList()]));
    this.#fields = new Map(definitions.map(({ eventName, fields }) => [eventName, fields]));
    this.#byDefinition = definitions.map((definition) => {
      const lines = this.#lines.get(definition.eventName);
      if (lines === undefined || only?.includes(definition.eventName) === false) return undefined;
      return { lines, projection: lazyProjection(definition, columns) };
    });
  }

  add(event: Event, line: TextLine, numbers: readonly NumberToken[]): boolean {
    const { text, number } = line;
    const eventName = eventNameOf(event, this.#envelope);
    const unfit = numbers.length === 0 ? [] : unfitNumbers(numbers, this.#fields.get(eventName) ?? []);
    if (unfit.length > 0) {
      const diagnosis = diagnoseNumbers({ isValid: true, line, event, numbers }, this.#envelope, unfit);
      this.#unfit.push({ line: number, text: text.slice(0, maxTextLength), ...diagnosis });
      return false;
    }
    const written = Buffer.from(`${withoutLoneSurrogates(withWholeNumbers(text, numbers))}\n`);
    const lines = this.#lines.get(eventName);
    if (lines === undefined) return false;
    // Blanks may come before the event.
    const isBegun = this.#begin(lines, number);
    if (isBegun) lines.bytes.append(comma);
    lines.bytes.append(written, isBegun ? written.indexOf(brace) + 1 : 0);
    return true;
  }

  addScanned({ definition, found }: EventScanner, start: number, end: number, lineNumber: number): boolean {
    const target = this.#byDefinition[definition];
    if (target === undefined) return false;
    const projection = target.projection();
    const isBegun = this.#begin(target.lines, lineNumber);
    const { bytes } = target.lines;
    if (projection !== undefined) {
      projection.append(found, bytes, isBegun);
      return true;
    }
    if (isBegun) bytes.append(comma);
    bytes.append(found.bytes, isBegun ? start + 1 : start, end + 1);
    return true;
  }

  /** Begins a line with room for its place, if places are asked for; returns whether it did. */
  #begin({ bytes, ends, numbers }: PlacedList, lineNumber: number): boolean {
    numbers.push(lineNumber);
    if (this.#prefix === undefined) return false;
    bytes.append(this.#prefix);
    ends.push(bytes.length);
    return true;
  }

  take(): SplitLines {
    const texts = [...this.#lines].flatMap(([eventName, lines]) =>
      lines.bytes.length === 0 ? [] : [{ eventName, ...lines.take() }],
    );
    const unfit = this.#unfit;
    this.#unfit = [];
    return { texts, unfit };
  }

  buffersOf({ texts }: SplitLines): readonly ArrayBuffer[] {
    return texts.flatMap(({ bytes, ends, lines }) => [bytes.buffer, ends.buffer, lines.buffer]);
  }
}

/** Where the lines of an event go, and what leaves some fields out. */
interface Target {
  readonly lines: PlacedList;
  readonly projection: () => LineProjection | undefined;
}

/** The projection of an event, made at its first line: asking for its scanner may compile it. */
function lazyProjection(definition: EventDefinition, columns: readonly string[] | undefined): Target["projection"] {
  let made: { readonly projection: LineProjection | undefined } | undefined;
  return () => {
    made ??= { projection: projectionOf(definition, columns) };
    return made.projection;
  };
}

function projectionOf(
  { scanner }: EventDefinition,
  columns: readonly string[] | undefined,
): LineProjection | undefined {
  return scanner === undefined || columns === undefined ? undefined : new LineProjection(scanner, new Set(columns));
}

/** JSON with the replacement character in place of lone surrogates. */
function withoutLoneSurrogates(json: string): string {
  if (!surrogate.test(json)) return json;
  return json.replaceAll(escapes, (escape, _pair: string | undefined, alone: string | undefined) =>
    alone === undefined ? escape : "\\ufffd",
  );
}
