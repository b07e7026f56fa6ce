import { unixTimeOf, type WallClock } from "../wall-clock.js";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Widths in seconds, each a multiple of the one before, so that buckets can be merged. */
const bucketWidths: readonly number[] = [
  minute,
  5 * minute,
  15 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  7 * day,
  28 * day,
  364 * day,
];

/** Weeks begin on Mondays; Unix time began on a Thursday. */
const originSeconds = -3 * day;

/**
 * When more buckets than this have something in them, they are merged while a log is read. A report shows fewer: the rest is room for
 * buckets of another age, which it does not show.
 */
const maxOccupied = 1000;
/** Nobody can look at more. */
export const maxBuckets = 10_000;

/** Which bucket of the next width a bucket becomes part of. */
export type Widening = (index: number) => number;

/**
 * Divides time into buckets. Unless their width is given, they begin as minutes, and become wider when too many have something in them.
 *
 * Buckets of up to an hour are steps of Unix time: in autumn, the hour that clocks show twice is two hours. Wider ones begin where clocks on
 * the wall do, so that a day is one of the zone: that day has 25 hours.
 */
export class BucketGrid {
  readonly isFixed: boolean;
  readonly #wallClock: WallClock;
  /** What clocks are ahead of Unix time by, but for whole hours, which do not move the beginnings of hours. */
  readonly #shift: number;
  #width: number;
  #occupied = new Set<number>();

  /** @param now Unix time: the zone's hours begin as they do then. */
  constructor(widthSeconds: number | undefined, wallClock: WallClock, now: number) {
    this.isFixed = widthSeconds !== undefined;
    this.#width = widthSeconds ?? minute;
    this.#wallClock = wallClock;
    this.#shift = (wallClock(now) - now) % hour;
  }

  get widthSeconds(): number {
    return this.#width;
  }

  indexOf(unixSeconds: number): number {
    const shown = this.#isOnTheWall ? this.#wallClock(unixSeconds) : unixSeconds + this.#shift;
    return Math.floor((shown - originSeconds) / this.#width);
  }

  /** Unix time. */
  startOf(index: number): number {
    const shown = index * this.#width + originSeconds;
    return this.#isOnTheWall ? unixTimeOf(shown, this.#wallClock) : shown - this.#shift;
  }

  /** Buckets that have something in them, in the order of time. */
  get occupied(): readonly number[] {
    return [...this.#occupied].toSorted((left, right) => left - right);
  }

  /** Notes that something is in a bucket. */
  occupy(index: number): void {
    this.#occupied.add(index);
  }

  get occupiedCount(): number {
    return this.#occupied.size;
  }

  /** Whether there are so many buckets that they should be merged. */
  get isCrowded(): boolean {
    return this.#occupied.size > maxOccupied;
  }

  /** Takes the next width; returns `undefined` when there is none. */
  widen(): Widening | undefined {
    const next = bucketWidths.find((width) => width > this.#width && width % this.#width === 0);
    if (next === undefined) return undefined;
    const widening = this.#wideningTo(next);
    this.#width = next;
    this.#occupied = new Set([...this.#occupied].map(widening));
    return widening;
  }

  #wideningTo(next: number): Widening {
    const factor = next / this.#width;
    if (next <= hour || this.#isOnTheWall) return (index) => Math.floor(index / factor);
    // By then, this grid has the next width.
    const width = this.#width;
    const startOf = (index: number): number => index * width + originSeconds - this.#shift;
    const known = new Map<number, number>();
    return (index) => {
      const wide = known.get(index) ?? Math.floor((this.#wallClock(startOf(index)) - originSeconds) / next);
      known.set(index, wide);
      return wide;
    };
  }

  get #isOnTheWall(): boolean {
    return this.#width > hour;
  }
}
