import type { OriginatedColumns } from "../columns/columns.js";
import type { EventPlan } from "../columns/event-plan.js";
import { KeyInterner } from "./key-interner.js";
import { type Key, WaitingTable } from "./waiting-table.js";

/** Starts that wait for their stop; with more, pairing is given up, since events that never end would fill the memory. */
const maxOpen = 500_000;
/** Stops of one key whose start may still be appended: writers are not that far apart. */
const maxHeldStops = 100;
const maxExamples = 5;

/** Which lines make up a finding. */
interface Occurrences {
  count: number;
  /** The first of them, encoded. */
  readonly places: number[];
}

type ColumnPair = readonly [begin: number, end: number];

/** The events of one name in a batch, and the columns that pair them. */
interface Side extends Pick<OriginatedColumns, "times" | "lines" | "origins"> {
  readonly length: number;
  readonly dimensions: readonly Uint32Array[];
  readonly identifiers: readonly Uint32Array[];
}

/** How events of one name were ended by those of another. */
interface PairingResult {
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
 * Pairs the events that begin something with those that end it. Two belong together when they come from one origin and agree in all dimensions and
 * identifiers that both have; where several could, the oldest start is taken. So the number of lost starts is right, while an
 * example may be another job of the same kind.
 */
export class EventPairing {
  readonly #begin: EventPlan;
  readonly #end: EventPlan;
  readonly #lostAfter: number;
  readonly #starts = new WaitingTable();
  readonly #stops = new WaitingTable();
  readonly #lost: Occurrences = { count: 0, places: [] };
  readonly #unbegun: Occurrences = { count: 0, places: [] };
  readonly #interner = new KeyInterner();
  /** Columns of the fields that pair the two. */
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
      const key = this.#keyOf(side, row, codeOf, dictionary);
      const at = place(side.lines[row] as number);
      if (time < this.#first) this.#first = time;
      if (time > this.#last) this.#last = time;
      if (isBegin) this.#addStart(key, time, at);
      else this.#addStop(key, time, at);
    }
    if (this.#open > maxOpen) this.#sweep();
  }

  finish(): PairingResult {
    let open = 0;
    for (const queue of this.#starts.queues()) {
      for (const { time, place } of this.#starts.eventsOf(queue)) {
        if (this.#last - time > this.#lostAfter) note(this.#lost, place);
        else open++;
      }
    }
    for (const queue of this.#stops.queues()) {
      // What ended soon after the log began may have begun before it.
      for (const { time, place } of this.#stops.eventsOf(queue)) {
        if (time - this.#first > this.#lostAfter) note(this.#unbegun, place);
      }
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

  #sideOf(events: readonly OriginatedColumns[], name: string, end: 0 | 1): Side {
    const columns = events.find(({ eventName }) => eventName === name);
    const none = new Uint32Array(0);
    const { times, lines, origins, codes } = columns ?? {
      times: new Float64Array(0),
      lines: none,
      origins: none,
      codes: [],
    };
    const columnsOf = (pairs: readonly ColumnPair[]): Uint32Array[] =>
      pairs.map((pair) => codes[pair[end]] ?? new Uint32Array(0));
    const [dimensions, identifiers] = [columnsOf(this.#dimensions), columnsOf(this.#identifiers)];
    return { times, lines, origins, length: times.length, dimensions, identifiers };
  }

  /** A number made of the origin and the codes of the dimensions, then the texts of identifiers, which are too many for numbers. */
  #keyOf(side: Side, row: number, codeOf: Uint32Array, dictionary: readonly string[]): Key {
    const { origins, dimensions, identifiers } = side;
    let id = this.#interner.append(0, origins[row] as number);
    for (let index = 0; index < dimensions.length; index++) {
      const code = (dimensions[index] as Uint32Array)[row] as number;
      id = this.#interner.append(id, codeOf[code] as number);
    }
    if (identifiers.length === 0) return id;
    return JSON.stringify([id, ...identifiers.map((codes) => dictionary[(codes[row] as number) - 1])]);
  }

  #addStart(key: Key, time: number, place: number): void {
    this.#begun++;
    // Two writers may append in another order than that of time.
    const stops = this.#stops.queueOf(key);
    if (stops !== 0 && this.#stops.removeWithin(stops, time, this.#lostAfter)) {
      if (this.#stops.lengthOf(stops) === 0) this.#stops.forget(key);
      return;
    }
    if (this.#isGivenUp) return;
    this.#open++;
    this.#starts.hold(key, time, place);
  }

  #addStop(key: Key, time: number, place: number): void {
    this.#ended++;
    const starts = this.#starts.queueOf(key);
    if (starts !== 0) this.#dropLost(starts, time);
    if (starts !== 0 && this.#starts.firstTime(starts) <= time) {
      this.#starts.removeFirst(starts);
      this.#open--;
      // Those of identifiers do not come again.
      if (this.#starts.lengthOf(starts) === 0) this.#starts.forget(key);
    } else if (!this.#isGivenUp) this.#holdStop(key, time, place);
  }

  #holdStop(key: Key, time: number, place: number): void {
    this.#stops.hold(key, time, place);
    const stops = this.#stops.queueOf(key);
    if (this.#stops.lengthOf(stops) <= maxHeldStops) return;
    if (this.#stops.firstTime(stops) - this.#first > this.#lostAfter)
      note(this.#unbegun, this.#stops.firstPlace(stops));
    this.#stops.removeFirst(stops);
  }

  #dropLost(starts: number, now: number): void {
    while (now - this.#starts.firstTime(starts) > this.#lostAfter) {
      note(this.#lost, this.#starts.firstPlace(starts));
      this.#starts.removeFirst(starts);
      this.#open--;
    }
  }

  #sweep(): void {
    for (const starts of this.#starts.queues()) this.#dropLost(starts, this.#last);
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

/** Paths of the fields that pair two events. */
export function pairingFields(begin: EventPlan, end: EventPlan): readonly string[] {
  const ends = new Set(keyFields(end));
  return keyFields(begin).filter((path) => ends.has(path));
}

function note(occurrences: Occurrences, place: number): void {
  occurrences.count++;
  if (occurrences.places.length < maxExamples) occurrences.places.push(place);
}
