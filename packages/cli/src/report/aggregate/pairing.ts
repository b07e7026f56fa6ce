import type { EventColumns } from "../columns.js";
import type { EventPlan } from "../event-plan.js";
import { KeyInterner } from "./key-interner.js";
import { hold, type Key, remove, type Waiting, WaitingTable } from "./waiting-table.js";

/** Starts that wait for their stop; with more, pairing is given up, since events that never end would fill the memory. */
const maxOpen = 500_000;
/** Stops of one key whose start may still be appended: writers are not that far apart. */
const maxHeldStops = 100;
const maxExamples = 5;

/** Which lines make up a finding. */
export interface Occurrences {
  count: number;
  /** The first of them, encoded. */
  readonly places: number[];
}

type ColumnPair = readonly [begin: number, end: number];

/** How events of one name were ended by those of another. */
export interface PairingResult {
  readonly begin: string;
  readonly end: string;
  readonly begun: number;
  readonly ended: number;
  /** Starts that no stop followed in time. */
  readonly lost: Occurrences;
  /** Stops that no start came before. */
  readonly unbegun: Occurrences;
  /** Starts at the end of the log whose stop can still come. */
  readonly open: number;
  readonly isGivenUp: boolean;
}

/**
 * Pairs the events that begin something with those that end it. Two belong together when they agree in all dimensions and
 * identifiers that both have; where several could, the oldest start is taken. So the number of lost starts is right, while an
 * example may be another job of the same kind.
 */
export class Pairing {
  readonly #begin: EventPlan;
  readonly #end: EventPlan;
  readonly #lostAfter: number;
  readonly #starts = new WaitingTable();
  readonly #stops = new WaitingTable();
  readonly #lost: Occurrences = { count: 0, places: [] };
  readonly #unbegun: Occurrences = { count: 0, places: [] };
  readonly #interner = new KeyInterner();
  /** Columns of the fields by which the two are paired. */
  readonly #dimensions: readonly ColumnPair[];
  readonly #identifiers: readonly ColumnPair[];
  #begun = 0;
  #ended = 0;
  #open = 0;
  #isGivenUp = false;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  /** @param lostAfter seconds after which a start without a stop is lost. */
  constructor(begin: EventPlan, end: EventPlan, lostAfter: number) {
    this.#begin = begin;
    this.#end = end;
    this.#lostAfter = lostAfter;
    const ends = keyFields(end);
    const pairs = keyFields(begin).flatMap((path, index): ColumnPair[] => {
      const other = ends.indexOf(path);
      return other === -1 ? [] : [[index, other]];
    });
    this.#dimensions = pairs.filter(([index]) => index < begin.dimensions.length);
    this.#identifiers = pairs.filter(([index]) => index >= begin.dimensions.length);
  }

  /** Takes the events of a batch in the order of their lines. */
  add(
    events: readonly EventColumns[],
    dictionary: readonly string[],
    codeOf: Uint32Array,
    isPlaced: (time: number) => boolean,
    place: (line: number) => number,
  ): void {
    const begins = events.find(({ eventName }) => eventName === this.#begin.eventName);
    const ends = events.find(({ eventName }) => eventName === this.#end.eventName);
    let [begin, end] = [0, 0];
    for (;;) {
      const isBegin = lineOf(begins, begin) < lineOf(ends, end);
      const columns = isBegin ? begins : ends;
      const row = isBegin ? begin++ : end++;
      const time = columns?.times[row];
      if (columns === undefined || time === undefined) break;
      if (!isPlaced(time)) continue;
      const key = this.#keyOf(columns, row, isBegin ? 0 : 1, codeOf, dictionary);
      const at = place(columns.lines[row] as number);
      this.#first = Math.min(this.#first, time);
      this.#last = Math.max(this.#last, time);
      if (isBegin) this.#addStart(key, time, at);
      else this.#addStop(key, time, at);
    }
    if (this.#open > maxOpen) this.#sweep();
  }

  finish(): PairingResult {
    let open = 0;
    for (const { times, places } of this.#starts.values()) {
      times.forEach((time, index) => {
        if (this.#last - time > this.#lostAfter) note(this.#lost, places[index]);
        else open++;
      });
    }
    for (const { times, places } of this.#stops.values()) {
      // What ended soon after the log began may have begun before it.
      times.forEach((time, index) => {
        if (time - this.#first > this.#lostAfter) note(this.#unbegun, places[index]);
      });
    }
    return {
      begin: this.#begin.eventName,
      end: this.#end.eventName,
      begun: this.#begun,
      ended: this.#ended,
      lost: this.#lost,
      unbegun: this.#unbegun,
      open,
      isGivenUp: this.#isGivenUp,
    };
  }

  /** A number made of the codes of the dimensions, and behind it the texts of identifiers, which are too many for numbers. */
  #keyOf({ codes }: EventColumns, row: number, side: 0 | 1, codeOf: Uint32Array, dictionary: readonly string[]): Key {
    let id = 0;
    for (const pair of this.#dimensions) id = this.#interner.append(id, codeOf[codes[pair[side]]?.[row] ?? 0] ?? 0);
    if (this.#identifiers.length === 0) return id;
    const texts = this.#identifiers.map((pair) => dictionary[(codes[pair[side]]?.[row] ?? 0) - 1]);
    return JSON.stringify([id, ...texts]);
  }

  #addStart(key: Key, time: number, place: number): void {
    this.#begun++;
    // Two writers may append in another order than that of time.
    const stops = this.#stops.get(key);
    const index = stops?.times.findIndex((stop) => stop >= time && stop - time <= this.#lostAfter) ?? -1;
    if (stops !== undefined && index !== -1) {
      remove(stops, index);
      return;
    }
    if (this.#isGivenUp) return;
    this.#open++;
    hold(this.#starts, key, time, place);
  }

  #addStop(key: Key, time: number, place: number): void {
    this.#ended++;
    const starts = this.#starts.get(key);
    if (starts !== undefined) this.#dropLost(starts, time);
    if (starts?.times[0] !== undefined && starts.times[0] <= time) {
      remove(starts, 0);
      this.#open--;
      // Those of identifiers do not come again.
      if (starts.times.length === 0) this.#starts.delete(key);
    } else if (!this.#isGivenUp) this.#holdStop(key, time, place);
  }

  #holdStop(key: Key, time: number, place: number): void {
    hold(this.#stops, key, time, place);
    const stops = this.#stops.get(key);
    if (stops === undefined || stops.times.length <= maxHeldStops) return;
    if ((stops.times[0] as number) - this.#first > this.#lostAfter) note(this.#unbegun, stops.places[0]);
    remove(stops, 0);
  }

  #dropLost(starts: Waiting, now: number): void {
    while (starts.times[0] !== undefined && now - starts.times[0] > this.#lostAfter) {
      note(this.#lost, starts.places[0]);
      remove(starts, 0);
      this.#open--;
    }
  }

  #sweep(): void {
    for (const starts of this.#starts.values()) this.#dropLost(starts, this.#last);
    if (this.#open <= maxOpen / 2) return;
    this.#isGivenUp = true;
    this.#starts.clear();
    this.#stops.clear();
    this.#open = 0;
  }
}

/** In the order of the columns. */
function keyFields({ dimensions, identifiers }: EventPlan): string[] {
  return [...dimensions, ...identifiers].map(({ path }) => path);
}

/** Paths of the fields by which two events are paired. */
export function pairingFields(begin: EventPlan, end: EventPlan): readonly string[] {
  const ends = new Set(keyFields(end));
  return keyFields(begin).filter((path) => ends.has(path));
}

function lineOf(columns: EventColumns | undefined, row: number): number {
  return columns?.lines[row] ?? Number.POSITIVE_INFINITY;
}

function note(occurrences: Occurrences, place: number | undefined): void {
  occurrences.count++;
  if (place !== undefined && occurrences.places.length < maxExamples) occurrences.places.push(place);
}
