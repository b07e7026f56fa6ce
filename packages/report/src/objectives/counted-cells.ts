import { cellSeconds } from "./objective-config.js";

const day = 86_400;
const cellsPerDay = day / cellSeconds;
/** Days that are kept: with more, the oldest go. */
const maxDays = 4000;

/** How many events came in each quarter of an hour, and how many of them were bad. */
export class CountedCells {
  /** By day since 1970: the number of events in each quarter of an hour, then of bad ones. */
  readonly #days = new Map<number, Uint32Array>();

  add(unixSeconds: number, isBad: boolean): void {
    const cell = Math.floor(unixSeconds / cellSeconds);
    const number = Math.floor(cell / cellsPerDay);
    const cells = this.#dayOf(number);
    const at = cell - number * cellsPerDay;
    cells[at] = (cells[at] as number) + 1;
    if (isBad) cells[cellsPerDay + at] = (cells[cellsPerDay + at] as number) + 1;
  }

  /** Those from one time to before another; both are multiples of a quarter of an hour. */
  between(from: number, to: number): Counted {
    const sum = { count: 0, bad: 0 };
    for (const { start, count, bad } of this.cells()) {
      if (start < from || start >= to) continue;
      sum.count += count;
      sum.bad += bad;
    }
    return sum;
  }

  /** The quarters of an hour that have events. */
  *cells(): Generator<Counted & { readonly start: number }> {
    for (const [number, cells] of this.#days) {
      for (let at = 0; at < cellsPerDay; at++) {
        const count = cells[at] as number;
        if (count === 0) continue;
        yield { start: number * day + at * cellSeconds, count, bad: cells[cellsPerDay + at] as number };
      }
    }
  }

  #dayOf(number: number): Uint32Array {
    const known = this.#days.get(number);
    if (known !== undefined) return known;
    const cells = new Uint32Array(2 * cellsPerDay);
    this.#days.set(number, cells);
    if (this.#days.size > maxDays) this.#days.delete(Math.min(...this.#days.keys()));
    return cells;
  }
}

export interface Counted {
  readonly count: number;
  readonly bad: number;
}
