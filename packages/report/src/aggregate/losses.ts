/** An event without its other half, and the values that halves have in common, as a number. */
export interface LostHalf {
  readonly time: number;
  readonly place: number;
  readonly origin: number;
  readonly key: number;
}

/** How many there were in an hour on one host. */
export interface LossCell {
  count: number;
  /** The first of them, and the time of the last one. */
  first: LostHalf;
  last: number;
}

const maxExamples = 5;
const hour = 3600;
/** Hours of hosts that are told apart. */
const maxCells = 100_000;

/** Events that begin and do not end, or that end and never began. */
export class Losses {
  count = 0;
  /** Unix time in seconds. */
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  readonly origins = new Set<number>();
  /** The first of them, by time. */
  readonly examples: LostHalf[] = [];
  /** By origin and hour of Unix time. */
  readonly hours = new Map<number, Map<number, LossCell>>();
  #cells = 0;

  add(loss: LostHalf): void {
    const { time, origin } = loss;
    this.count++;
    this.origins.add(origin);
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;
    this.#addExample(loss);
    this.#addToHour(loss);
  }

  #addExample(loss: LostHalf): void {
    const { examples } = this;
    let at = examples.length;
    while (at > 0 && isAfter(examples[at - 1] as LostHalf, loss)) at--;
    examples.splice(at, 0, loss);
    if (examples.length > maxExamples) examples.pop();
  }

  #addToHour(loss: LostHalf): void {
    const { time, origin } = loss;
    const hours = this.hours.get(origin) ?? new Map<number, LossCell>();
    this.hours.set(origin, hours);
    const number = Math.floor(time / hour);
    const cell = hours.get(number);
    if (cell === undefined) {
      if (this.#cells >= maxCells) return;
      this.#cells++;
      hours.set(number, { count: 1, first: loss, last: time });
      return;
    }
    cell.count++;
    if (isAfter(cell.first, loss)) cell.first = loss;
    if (time > cell.last) cell.last = time;
  }
}

function isAfter(one: LostHalf, other: LostHalf): boolean {
  return one.time > other.time || (one.time === other.time && one.place > other.place);
}
