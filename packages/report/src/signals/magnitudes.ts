import { binCount, binOf, LogHistogram } from "./log-histogram.js";

/** Values of a dimension for which magnitudes are distinguished. */
const maxExplained = 100;
/** Origins for which times are kept; the others share one. */
const maxOrigins = 200;
const restOrigin = -1;

/** When values of each magnitude came from one origin. */
export interface MagnitudeTimes {
  readonly counts: Uint32Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
}

interface ValueContext {
  readonly row: number;
  readonly dimensions: readonly Uint32Array[];
  readonly codeOf: Uint32Array;
  readonly origin: number;
  readonly time: number;
}

/** Magnitudes of a measure: of all values, for each value of each dimension, and when they came from each origin. */
export class Magnitudes {
  readonly all = new LogHistogram();
  /** For each dimension, by the code of its value. */
  readonly byDimension: readonly Map<number, LogHistogram>[];
  readonly byOrigin = new Map<number, MagnitudeTimes>();

  /** @param dimensions how many the event has. */
  constructor(dimensions: number) {
    this.byDimension = Array.from({ length: dimensions }, () => new Map());
  }

  /** @param value greater than 0. */
  add(value: number, { row, dimensions, codeOf, origin, time }: ValueContext): void {
    const bin = binOf(value);
    this.all.addToBin(bin);
    const { counts, first, last } = this.#timesOf(origin);
    counts[bin] = (counts[bin] as number) + 1;
    if (time < (first[bin] as number)) first[bin] = time;
    if (time > (last[bin] as number)) last[bin] = time;
    for (let index = 0; index < dimensions.length; index++) {
      const code = codeOf[(dimensions[index] as Uint32Array)[row] as number] as number;
      const known = this.byDimension[index] as Map<number, LogHistogram>;
      let histogram = known.get(code);
      if (histogram === undefined) {
        if (known.size >= maxExplained) continue;
        histogram = new LogHistogram();
        known.set(code, histogram);
      }
      histogram.addToBin(bin);
    }
  }

  #timesOf(origin: number): MagnitudeTimes {
    const known = this.byOrigin.get(origin);
    if (known !== undefined) return known;
    if (this.byOrigin.size >= maxOrigins && origin !== restOrigin) return this.#timesOf(restOrigin);
    const times: MagnitudeTimes = {
      counts: new Uint32Array(binCount),
      first: new Float64Array(binCount).fill(Number.POSITIVE_INFINITY),
      last: new Float64Array(binCount).fill(Number.NEGATIVE_INFINITY),
    };
    this.byOrigin.set(origin, times);
    return times;
  }
}
