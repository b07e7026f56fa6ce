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
} from "@metric-events/runtime";
import { LineProjection } from "./line-projection.js";
import { NumberedLines } from "./numbered-lines.js";
import { unfitNumbers, withWholeNumbers } from "./unfit-numbers.js";

/** The valid lines of each event as newline-ended UTF-8, in the order of the log. */
export interface SplitLines {
  readonly texts: readonly EventLines[];
  /** Valid lines with a number that their column does not hold. */
  readonly unfit: readonly UnfitLine[];
}

/** The lines of the events of one name. */
export interface EventLines {
  readonly eventName: string;
  /** Where each line stood, from 1 within the batch. */
  readonly lines: Uint32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
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
  readonly #lines: ReadonlyMap<string, NumberedLines>;
  readonly #fields: ReadonlyMap<string, readonly FieldDescriptor[]>;
  #unfit: UnfitLine[] = [];
  /** The same by definition, for wanted events. */
  readonly #byDefinition: readonly (Target | undefined)[];

  constructor({ only, columns }: SplitOptions, { definitions, envelope }: Catalogue) {
    this.#envelope = envelope;
    if (only !== undefined) this.only = only;
    this.#lines = new Map(definitions.map(({ eventName }) => [eventName, new NumberedLines()]));
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
    const lines = this.#lines.get(eventName);
    if (lines === undefined) return false;
    lines.add(number);
    lines.bytes.append(Buffer.from(`${withoutLoneSurrogates(withWholeNumbers(text, numbers))}\n`));
    return true;
  }

  addScanned({ definition, found }: EventScanner, start: number, end: number, lineNumber: number): boolean {
    const target = this.#byDefinition[definition];
    if (target === undefined) return false;
    const { lines } = target;
    lines.add(lineNumber);
    const projection = target.projection();
    if (projection === undefined) lines.bytes.append(found.bytes, start, end + 1);
    else projection.append(found, lines.bytes);
    return true;
  }

  take(): SplitLines {
    const texts = [...this.#lines].flatMap(([eventName, lines]) =>
      lines.length === 0 ? [] : [{ eventName, ...lines.take() }],
    );
    const unfit = this.#unfit;
    this.#unfit = [];
    return { texts, unfit };
  }

  buffersOf({ texts }: SplitLines): readonly ArrayBuffer[] {
    return texts.flatMap(({ bytes, lines }) => [bytes.buffer, lines.buffer]);
  }
}

/** Where the lines of an event go, and what leaves some fields out. */
interface Target {
  readonly lines: NumberedLines;
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
