import type { OriginatedColumns } from "../columns/columns.js";
import type { EventPlan } from "../columns/event-plan.js";
import { restGroup } from "./group-slots.js";
import { KeyInterner } from "./key-interner.js";

/** Series beyond this many count as one. */
const maxSeries = 2000;

/** What is known about the events of a series. */
interface Series {
  /** Code of the group that it belongs to. */
  readonly group: number;
  count: number;
  /** Unix time in seconds. */
  first: number;
  last: number;
}

/**
 * Events of one name that follow each other: they come from one origin and belong to one group. Counts are those of one thing, too, as the
 * dimensions say that tell things apart: how many are idle of one flavor says nothing about another.
 */
export class SeriesTable {
  readonly series: Series[] = [];
  readonly #interner = new KeyInterner();
  readonly #numbers: number[] = [];
  /** Indexes of columns of codes. */
  readonly #apart: readonly number[];

  constructor({ counts, dimensions }: EventPlan, mainDimension: string | undefined) {
    const indexes = dimensions.map(({ path, tellsApart }, index) =>
      tellsApart || path === mainDimension ? index : -1,
    );
    this.#apart = counts.length === 0 ? [] : indexes.filter((index) => index >= 0);
  }

  /** All but the one that many others share, whose events do not follow each other. */
  get apart(): readonly Series[] {
    return this.series.slice(0, maxSeries);
  }

  /** The number of the series of each row. */
  ofRows({ origins, codes }: OriginatedColumns, groups: Uint32Array, codeOf: Uint32Array): Uint32Array {
    const numbers = new Uint32Array(groups.length);
    const columns = this.#apart.map((index) => codes[index] as Uint32Array);
    // Rows of one log mostly have one origin.
    let [origin, ofOrigin] = [-1, -1];
    for (let row = 0; row < numbers.length; row++) {
      if (origins[row] !== origin || ofOrigin < 0) {
        origin = origins[row] as number;
        ofOrigin = this.#append(0, origin);
      }
      let id = this.#append(ofOrigin, groups[row] as number);
      for (const column of columns) id = this.#append(id, codeOf[column[row] as number] as number);
      numbers[row] = id < 0 ? maxSeries : (this.#numbers[id] ?? this.#add(id, groups[row] as number));
    }
    return numbers;
  }

  /** Notes that an event of a series happened. */
  note(number: number, time: number): void {
    const series = (this.series[number] ??= newSeries(restGroup));
    series.count++;
    if (time < series.first) series.first = time;
    if (time > series.last) series.last = time;
  }

  /** -1 for a list that begins none of the series, once there are too many to begin another. */
  #append(before: number, code: number): number {
    if (before < 0) return -1;
    return this.series.length < maxSeries
      ? this.#interner.append(before, code)
      : (this.#interner.find(before, code) ?? -1);
  }

  #add(id: number, group: number): number {
    if (this.series.length >= maxSeries) return maxSeries;
    const number = this.series.push(newSeries(group)) - 1;
    this.#numbers[id] = number;
    return number;
  }
}

function newSeries(group: number): Series {
  return { group, count: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
}
