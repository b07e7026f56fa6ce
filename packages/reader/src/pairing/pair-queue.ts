import { MomentList } from "./moment-list.js";
import { clockStep, disagrees, offset, tolerance, type Waiting } from "./waiting.js";

/** Times are given in steps of up to a second. */
const widest = 2.1;
/** How many ends are tried for a start that comes after them in the log. */
const maxTried = 1000;
const thousand = 1000;

/** A start and the end that belongs to it. */
export type Pair = readonly [start: Waiting, end: Waiting];

/** Starts and ends that agree in all that both have, and wait for each other. */
export class PairQueue {
  readonly starts = new MomentList();
  /** Ends that say when they began. */
  readonly ends = new MomentList();
  /** Ends that do not, in the order of the log. */
  readonly others: Waiting[] = [];
  /** Starts by each of their identifiers. */
  readonly #identified = new Map<string, Waiting[]>();

  get hasEnds(): boolean {
    return this.ends.length + this.others.length > 0;
  }

  get length(): number {
    return this.starts.length + this.ends.length + this.others.length;
  }

  addStart(start: Waiting): void {
    this.starts.add(start);
    for (const key of keysOf(start)) {
      const known = this.#identified.get(key);
      if (known === undefined) this.#identified.set(key, [start]);
      else known.push(start);
    }
  }

  removeStart(start: Waiting): void {
    this.starts.remove(start);
    this.forgetIdentifiers(start);
  }

  /** For a start that is no longer among {@link starts}. */
  forgetIdentifiers(start: Waiting): void {
    for (const key of keysOf(start)) {
      const known = this.#identified.get(key) ?? [];
      known.splice(known.indexOf(start), 1);
      if (known.length === 0) this.#identified.delete(key);
    }
  }

  addEnd(end: Waiting): void {
    if (Number.isNaN(end.moment)) this.others.push(end);
    else this.ends.add(end);
  }

  removeEnd(end: Waiting): void {
    if (Number.isNaN(end.moment)) this.others.splice(this.others.indexOf(end), 1);
    else this.ends.remove(end);
  }

  /** The start that has the identifiers of an end: of several, the one at the moment that it names, else the last one before it. */
  identifiedStart(end: Waiting): Waiting | undefined {
    const [key] = keysOf(end).filter((each) => this.#identified.has(each));
    if (key === undefined) return undefined;
    const able = (this.#identified.get(key) ?? []).filter(
      (start) => start.time <= end.time + clockStep && !disagrees(start, end),
    );
    const exact = able.find((start) => offset(start, end.moment) <= tolerance(start, end));
    return (
      exact ??
      able.reduce<Waiting | undefined>((last, each) => (last && last.time > each.time ? last : each), undefined)
    );
  }

  /** The end that has the identifiers of a start which stands after it in the log. */
  identifiedEnd(start: Waiting): Waiting | undefined {
    const keys = new Set(keysOf(start));
    if (keys.size === 0) return undefined;
    const able = (end: Waiting): boolean =>
      end.time >= start.time - clockStep && keysOf(end).some((key) => keys.has(key)) && !disagrees(start, end);
    return this.ends.items.slice(-maxTried).findLast(able) ?? this.others.slice(-maxTried).findLast(able);
  }

  /** The start at the moment that an end names. */
  startAt(end: Waiting, moment: number = end.moment): Waiting | undefined {
    return closest(this.starts.between(moment - widest, moment + widest), (start) =>
      disagrees(start, end) || offset(start, moment) > tolerance(start, end) ? undefined : offset(start, moment),
    );
  }

  /** The end that names the moment of a start. */
  endAt(start: Waiting): Waiting | undefined {
    return closest(this.ends.between(start.time - widest, start.time + widest), (end) =>
      disagrees(start, end) || offset(start, end.moment) > tolerance(start, end)
        ? undefined
        : offset(start, end.moment),
    );
  }

  /** The oldest start that an end may belong to. */
  oldestStart(end: Waiting, lostAfter: number): Waiting | undefined {
    for (const start of this.starts.between(end.time - lostAfter, end.time)) if (!disagrees(start, end)) return start;
    return undefined;
  }

  /** Starts and ends that nearly fit, as after a clock was stepped, or where a span is in milliseconds; the best pairs first. */
  nearPairs(): readonly Pair[] {
    const found: (readonly [off: number, pair: Pair])[] = [];
    for (const end of this.ends.items) {
      for (const start of this.starts.between(end.moment - clockStep, end.moment + clockStep)) {
        if (!disagrees(start, end)) found.push([offset(start, end.moment), [start, end]]);
      }
      const scaled = this.startAt(end, end.time - end.span / thousand);
      if (scaled !== undefined) found.push([0, [scaled, end]]);
    }
    const taken = new Set<Waiting>();
    return found
      .toSorted(([left], [right]) => left - right)
      .flatMap(([, pair]) => {
        if (pair.some((each) => taken.has(each))) return [];
        for (const each of pair) taken.add(each);
        return [pair];
      });
  }
}

/** What identifies an event: each identifier by its place in the list. */
function keysOf({ identifiers }: Waiting): readonly string[] {
  // Most events have none.
  if (identifiers.length === 0) return none;
  return identifiers.flatMap((value, index) => (value === undefined ? [] : [`${index}:${value}`]));
}

const none: readonly string[] = [];

/** The item with the smallest distance, and of several, the first; `undefined` distances do not count. */
function closest(items: Iterable<Waiting>, distanceOf: (item: Waiting) => number | undefined): Waiting | undefined {
  let best: Waiting | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const distance = distanceOf(item);
    if (distance === undefined || distance >= least) continue;
    best = item;
    least = distance;
  }
  return best;
}
