import { Pairing } from "@metric-events/reader";
import { secondsPerUnit } from "@metric-events/runtime";
import type { OriginatedColumns } from "../columns/columns.js";
import type { EventPlan } from "../columns/event-plan.js";
import { KeyInterner } from "./key-interner.js";
import type { LineExample } from "./line-example.js";
import { Losses, type LostHalf } from "./losses.js";

type ColumnPair = readonly [begin: number, end: number];

/** The events of one name in a batch, and the columns that pair them. */
interface Side extends Pick<OriginatedColumns, "times" | "lines" | "origins"> {
  readonly length: number;
  readonly dimensions: readonly Uint32Array[];
  readonly identifiers: readonly Uint32Array[];
  /** How long before an end its start was, if a measure says so. */
  readonly spans: Float64Array | undefined;
}

/** How events of one name were ended by those of another. */
interface PairingResult {
  readonly begin: string;
  readonly end: string;
  readonly begun: number;
  readonly ended: number;
  /** Starts that no stop followed in time. */
  readonly lost: Losses;
  /** Stops that no start came before. */
  readonly unbegun: Losses;
  /** Starts at the end of the log whose stop can still come. */
  readonly open: number;
  readonly isGivenUp: boolean;
}

/**
 * Pairs the events that begin something with those that end it. Two belong together when they come from one origin and agree in all
 * dimensions that both have; of several, {@link Pairing} says which.
 */
export class EventPairing {
  readonly #begin: EventPlan;
  readonly #end: EventPlan;
  readonly #lost = new Losses();
  readonly #unbegun = new Losses();
  readonly #interner = new KeyInterner();
  readonly #pairing: Pairing;
  /** Columns of the fields that pair the two. */
  readonly #dimensions: readonly ColumnPair[];
  readonly #identifiers: readonly ColumnPair[];
  /** The index of the measure that says how long ago something began, and its unit in seconds. */
  readonly #span: { readonly index: number; readonly seconds: number } | undefined;

  /** @param lostAfter seconds after which a start without a stop is lost. */
  constructor(begin: EventPlan, end: EventPlan, lostAfter: number) {
    this.#begin = begin;
    this.#end = end;
    const ends = keyFields(end);
    const pairs = keyFields(begin).flatMap((path, index): ColumnPair[] => {
      const other = ends.indexOf(path);
      return other === -1 ? [] : [[index, other]];
    });
    this.#dimensions = pairs.filter(([index]) => index < begin.dimensions.length);
    this.#identifiers = pairs.filter(([index]) => index >= begin.dimensions.length);
    this.#span = spanOf(end, begin.eventName);
    this.#pairing = new Pairing({
      lostAfter,
      hasSpans: this.#span !== undefined,
      onLost: ({ place, time }, among) => this.#lost.add({ place, time, ...among }),
      onUnbegun: ({ place, time }, among) => this.#unbegun.add({ place, time, ...among }),
    });
  }

  /** Takes the events of a batch in the order of their lines. */
  add(
    events: readonly OriginatedColumns[],
    dictionary: readonly string[],
    codeOf: Uint32Array,
    isPlaced: (time: number) => boolean,
    place: (line: number) => number,
  ): void {
    const begins = this.#sideOf(events, this.#begin.eventName, 0);
    const ends = this.#sideOf(events, this.#end.eventName, 1);
    let [begin, end] = [0, 0];
    while (begin < begins.length || end < ends.length) {
      const isBegin =
        begin < begins.length && (end >= ends.length || (begins.lines[begin] as number) < (ends.lines[end] as number));
      const side = isBegin ? begins : ends;
      const row = isBegin ? begin++ : end++;
      const time = side.times[row] as number;
      if (!isPlaced(time)) continue;
      const origin = side.origins[row] as number;
      const key = this.#keyOf(side, row, codeOf);
      const span = side.spans?.[row] ?? Number.NaN;
      const event = {
        time,
        place: place(side.lines[row] as number),
        identifiers: identifiersOf(side, row, dictionary),
        span,
      };
      if (isBegin) this.#pairing.addStart(origin, key, event);
      else this.#pairing.addEnd(origin, key, event);
    }
    this.#pairing.tidy();
  }

  /** A start or an end that is alone, to be shown, with the dimensions that its other half would have too. */
  exampleOf({ place, time, origin, key }: LostHalf, end: 0 | 1): LineExample {
    const plan = end === 0 ? this.#begin : this.#end;
    const codes = new Uint32Array(plan.dimensions.length);
    this.#interner.codesOf(key).forEach((code, index) => {
      codes[this.#dimensions[index]?.[end] as number] = code;
    });
    return { place, time, origin, plan, codes };
  }

  finish(): PairingResult {
    const counts = this.#pairing.finish();
    return {
      begin: this.#begin.eventName,
      end: this.#end.eventName,
      ...counts,
      lost: this.#lost,
      unbegun: this.#unbegun,
    };
  }

  #sideOf(events: readonly OriginatedColumns[], name: string, end: 0 | 1): Side {
    const columns = events.find(({ eventName }) => eventName === name);
    if (columns === undefined) return noSide;
    const { times, lines, origins, codes, numbers } = columns;
    const columnsOf = (pairs: readonly ColumnPair[]): Uint32Array[] =>
      pairs.map((pair) => codes[pair[end]] ?? new Uint32Array(0));
    const dimensions = columnsOf(this.#dimensions);
    const carried = columnsOf(this.#identifiers);
    // Most logs have none.
    const identifiers = carried.some((column) => column.some((code) => code !== 0)) ? carried : [];
    const span = end === 1 ? this.#span : undefined;
    const spans = span === undefined ? undefined : numbers[span.index]?.map((value) => value * span.seconds);
    return { times, lines, origins, length: times.length, dimensions, identifiers, spans };
  }

  /** A number for the values of the dimensions. */
  #keyOf({ dimensions }: Side, row: number, codeOf: Uint32Array): number {
    let id = 0;
    for (let index = 0; index < dimensions.length; index++) {
      const code = (dimensions[index] as Uint32Array)[row] as number;
      id = this.#interner.append(id, codeOf[code] as number);
    }
    return id;
  }
}

const noSide: Side = {
  times: new Float64Array(0),
  lines: new Uint32Array(0),
  origins: new Uint32Array(0),
  length: 0,
  dimensions: [],
  identifiers: [],
  spans: undefined,
};

const noIdentifiers: readonly undefined[] = [];

function identifiersOf(
  { identifiers }: Side,
  row: number,
  dictionary: readonly string[],
): readonly (string | undefined)[] {
  if (identifiers.length === 0) return noIdentifiers;
  return identifiers.map((codes) => dictionary[(codes[row] as number) - 1] || undefined);
}

function spanOf(
  { measures }: EventPlan,
  begin: string,
): { readonly index: number; readonly seconds: number } | undefined {
  const index = measures.findIndex(({ spans }) => spans === begin);
  const seconds = secondsPerUnit(measures[index]?.unit);
  return seconds === undefined ? undefined : { index, seconds };
}

/** In the order of the columns. */
function keyFields({ dimensions, identifiers }: EventPlan): string[] {
  return [...dimensions, ...identifiers].map(({ path }) => path);
}

/** Paths of the fields that pair two events. */
export function pairingFields(begin: EventPlan, end: EventPlan): readonly string[] {
  const ends = new Set(keyFields(end));
  return keyFields(begin).filter((path) => ends.has(path));
}
