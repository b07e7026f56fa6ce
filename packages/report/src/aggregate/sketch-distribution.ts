import sketches from "@datadog/sketches-js";
import type { Distribution } from "./distribution.js";

/** Greatest error of a quantile of a sketch, in proportion to its value. */
export const sketchError = 0.005;

/** A DDSketch (Masson et al., VLDB 2019), whose size does not grow with the number of values. */
export class SketchDistribution implements Distribution {
  readonly isExact = false;
  readonly #sketch = new sketches.DDSketch({ relativeAccuracy: sketchError });

  add(value: number): void {
    this.#sketch.accept(value);
  }

  merge(other: SketchDistribution): void {
    if (other.count > 0) this.#sketch.merge(other.#sketch);
  }

  get count(): number {
    return this.#sketch.count;
  }

  get min(): number {
    return this.#sketch.min;
  }

  get max(): number {
    return this.#sketch.max;
  }

  get mean(): number {
    return this.#sketch.sum / this.#sketch.count;
  }

  quantile(share: number): number {
    if (this.count === 0) return Number.NaN;
    return Math.min(this.max, Math.max(this.min, this.#sketch.getValueAtQuantile(share)));
  }

  /** To one part in a million of the values, and the error of the sketch. */
  shareBelow(limit: number): number {
    if (this.count === 0) return Number.NaN;
    if (this.max < limit) return 1;
    if (this.min >= limit) return 0;
    let [low, high] = [0, 1];
    for (let step = 0; step < 20; step++) {
      const middle = (low + high) / 2;
      if (this.quantile(middle) < limit) low = middle;
      else high = middle;
    }
    return low;
  }
}
