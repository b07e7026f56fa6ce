import { MomentList } from "./moment-list.js";
import { beginningOf, clockStep, disagrees, fits, type PairedEvent, widestTolerance } from "./waiting.js";

/** How many ends are tried for a start that comes after them in the log. */
const maxTried = 1000;
const thousand = 1000;

/** A start and the end that belongs to it. */
export type StartAndEnd = readonly [start: PairedEvent, end: PairedEvent];

/** What events have in common that can be paired: their origin, and the number of all values that both have. */
export interface PairedAmong {
  readonly origin: number;
  readonly key: number;
}

/** Starts and ends that agree in all that both have, and wait for each other. */
export class PairQueue {
  readonly among: PairedAmong;
  /** By their times. */
  readonly starts = new MomentList();
  /** Ends that say when they began, by that. */
  readonly ends = new MomentList();
  /** Ends that do not, in the order of the log. */
  readonly others: PairedEvent[] = [];
  /** Starts by each of their identifiers. */
  readonly #identified = new Map<string, PairedEvent[]>();

  constructor(among: PairedAmong) {
    this.among = among;
  }

  get hasEnds(): boolean {
    return this.ends.length + this.others.length > 0;
  }

  get isEmpty(): boolean {
    return this.starts.length === 0 && !this.hasEnds;
  }

  addStart(start: PairedEvent): void {
    this.starts.add(start, start.time);
    for (const key of keysOf(start)) {
      const known = this.#identified.get(key);
      if (known === undefined) this.#identified.set(key, [start]);
      else known.push(start);
    }
  }

  removeStart(start: PairedEvent): void {
    this.starts.remove(start, start.time);
    this.forgetIdentifiers(start);
  }

  /** For a start that is no longer among {@link starts}. */
  forgetIdentifiers(start: PairedEvent): void {
    for (const key of keysOf(start)) {
      const known = this.#identified.get(key) ?? [];
      known.splice(known.indexOf(start), 1);
      if (known.length === 0) this.#identified.delete(key);
    }
  }

  addEnd(end: PairedEvent): void {
    const beginning = beginningOf(end);
    if (Number.isNaN(beginning)) this.others.push(end);
    else this.ends.add(end, beginning);
  }

  removeEnd(end: PairedEvent): void {
    const beginning = beginningOf(end);
    if (Number.isNaN(beginning)) this.others.splice(this.others.indexOf(end), 1);
    else this.ends.remove(end, beginning);
  }

  /** The start that has the identifiers of an end: of several, the one at the moment that it names, else the last one before it. */
  identifiedStart(end: PairedEvent): PairedEvent | undefined {
    if (end.identifiers.length === 0) return undefined;
    const key = keysOf(end).find((each) => this.#identified.has(each));
    if (key === undefined) return undefined;
    const beginning = beginningOf(end);
    let last: PairedEvent | undefined;
    for (const start of this.#identified.get(key) ?? []) {
      if (start.time > end.time + clockStep || disagrees(start, end)) continue;
      if (fits(start, end, Math.abs(start.time - beginning))) return start;
      if (last === undefined || last.time <= start.time) last = start;
    }
    return last;
  }

  /** The end that has the identifiers of a start which stands after it in the log. */
  identifiedEnd(start: PairedEvent): PairedEvent | undefined {
    if (start.identifiers.length === 0) return undefined;
    const keys = new Set(keysOf(start));
    const able = (end: PairedEvent): boolean =>
      end.time >= start.time - clockStep && keysOf(end).some((key) => keys.has(key)) && !disagrees(start, end);
    return this.ends.items.slice(-maxTried).findLast(able) ?? this.others.slice(-maxTried).findLast(able);
  }

  /** The start at the moment that an end names, or at another one. */
  startAt(end: PairedEvent, moment: number = beginningOf(end)): PairedEvent | undefined {
    return closest(this.starts, moment, (start, off) => fits(start, end, off) && !disagrees(start, end));
  }

  /** The end that names the moment of a start. */
  endAt(start: PairedEvent): PairedEvent | undefined {
    return closest(this.ends, start.time, (end, off) => fits(start, end, off) && !disagrees(start, end));
  }

  /** The oldest start that an end may belong to. */
  oldestStart(end: PairedEvent, lostAfter: number): PairedEvent | undefined {
    const { items } = this.starts;
    for (let index = this.starts.indexFrom(end.time - lostAfter); index < items.length; index++) {
      const start = items[index] as PairedEvent;
      if (start.time > end.time) return undefined;
      if (!disagrees(start, end)) return start;
    }
    return undefined;
  }

  /** Starts and ends that nearly fit, as after a clock was stepped, or where a span is in milliseconds; the best pairs first. */
  nearPairs(): readonly StartAndEnd[] {
    const found = this.ends.items.flatMap((end) => this.#near(end));
    const taken = new Set<PairedEvent>();
    return found
      .toSorted((left, right) => left.off - right.off)
      .flatMap(({ pair }) => {
        if (pair.some((each) => taken.has(each))) return [];
        for (const each of pair) taken.add(each);
        return [pair];
      });
  }

  #near(end: PairedEvent): { readonly off: number; readonly pair: StartAndEnd }[] {
    const found: { readonly off: number; readonly pair: StartAndEnd }[] = [];
    const beginning = beginningOf(end);
    const { items } = this.starts;
    for (let index = this.starts.indexFrom(beginning - clockStep); index < items.length; index++) {
      const start = items[index] as PairedEvent;
      if (start.time > beginning + clockStep) break;
      if (!disagrees(start, end)) found.push({ off: Math.abs(start.time - beginning), pair: [start, end] });
    }
    const scaled = this.startAt(end, end.time - end.span / thousand);
    if (scaled !== undefined) found.push({ off: 0, pair: [scaled, end] });
    return found;
  }
}

/** What identifies an event: each identifier by its place in the list. */
function keysOf({ identifiers }: PairedEvent): readonly string[] {
  // Most events have none.
  if (identifiers.length === 0) return none;
  return identifiers.flatMap((value, index) => (value === undefined ? [] : [`${index}:${value}`]));
}

const none: readonly string[] = [];

/** The able item that is closest to a moment; of several, the first. */
function closest(
  list: MomentList,
  moment: number,
  isAble: (item: PairedEvent, off: number) => boolean,
): PairedEvent | undefined {
  let best: PairedEvent | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let index = list.indexFrom(moment - widestTolerance); index < list.length; index++) {
    const off = Math.abs(list.momentAt(index) - moment);
    if (off > widestTolerance) break;
    const item = list.items[index] as PairedEvent;
    if (off >= least || !isAble(item, off)) continue;
    best = item;
    least = off;
  }
  return best;
}
