const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Widths in seconds, each a multiple of the one before, so that buckets can be put together. */
export const bucketWidths: readonly number[] = [
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
 * More buckets than this, with something in them, are put together while a log is read. A report shows fewer: what is left is room for
 * buckets of another age, which it does not show.
 */
const maxOccupied = 1000;
/** More than this are more than anybody can look at. */
export const maxBuckets = 10_000;

/**
 * Divides wall-clock time into buckets. Unless their width is given, they begin as minutes, and become wider when too many have
 * something in them.
 */
export class BucketGrid {
  readonly isFixed: boolean;
  #width: number;
  #occupied = new Set<number>();

  constructor(widthSeconds: number | undefined) {
    this.isFixed = widthSeconds !== undefined;
    this.#width = widthSeconds ?? minute;
  }

  get widthSeconds(): number {
    return this.#width;
  }

  indexOf(wallSeconds: number): number {
    return Math.floor((wallSeconds - originSeconds) / this.#width);
  }

  startOf(index: number): number {
    return index * this.#width + originSeconds;
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

  /** Whether there are so many buckets that they are to be put together. */
  get isCrowded(): boolean {
    return this.#occupied.size > maxOccupied;
  }

  /** Takes the next width; returns how many buckets become one. 1 when there is none. */
  widen(): number {
    const next = bucketWidths.find((width) => width > this.#width && width % this.#width === 0);
    if (next === undefined) return 1;
    const factor = next / this.#width;
    this.#width = next;
    this.#occupied = new Set([...this.#occupied].map((index) => Math.floor(index / factor)));
    return factor;
  }
}
