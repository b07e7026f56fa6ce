/** Bins for each doubling. */
const perDoubling = 2;
/** 2^-20, about a microsecond of a second, up to 2^44. */
const lowest = -20;
const bins = perDoubling * 64;

/** How often values of each order of magnitude occur. Values that are not positive are not counted. */
export class LogHistogram {
  readonly counts = new Uint32Array(bins);

  add(value: number): void {
    if (value > 0) this.addToBin(binOf(value));
  }

  addToBin(bin: number): void {
    this.counts[bin] = (this.counts[bin] as number) + 1;
  }

  /** Adds the values of another one, this many bins higher. */
  addMoved({ counts }: LogHistogram, by: number): void {
    counts.forEach((count, bin) => {
      const to = Math.min(bins - 1, Math.max(0, bin + by));
      this.counts[to] = (this.counts[to] as number) + count;
    });
  }

  /** How many values are in bins from one on and below another. */
  between(from: number, below: number): number {
    let sum = 0;
    for (let bin = Math.max(0, from); bin < Math.min(bins, below); bin++) sum += this.counts[bin] as number;
    return sum;
  }

  get total(): number {
    return this.between(0, bins);
  }

  /** The bin in which this share of the values of a range of bins is reached. */
  quantileBin(share: number, from = 0, below = bins): number {
    const wanted = share * this.between(from, below);
    let sum = 0;
    for (let bin = from; bin < below; bin++) {
      sum += this.counts[bin] as number;
      if (sum >= wanted && sum > 0) return bin;
    }
    return below - 1;
  }
}

export const binCount = bins;

export function binOf(value: number): number {
  return Math.min(bins - 1, Math.max(0, Math.floor((Math.log2(value) - lowest) * perDoubling)));
}

/** The least value of a bin. */
export function startOfBin(bin: number): number {
  return 2 ** (bin / perDoubling + lowest);
}

/** How many bins higher a value is that is this many times as large. */
export function binsOfFactor(factor: number): number {
  return Math.round(Math.log2(factor) * perDoubling);
}
