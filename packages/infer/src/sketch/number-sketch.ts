/** More different numbers of one place are not counted. */
const maxValues = 64;

/** What the numbers of one place have in common. */
export class NumberSketch {
  seen = 0;
  /** The different numbers; `undefined` when there are too many. */
  values: Set<number> | undefined = new Set();
  /** How many have no fraction. */
  integers = 0;
  minimum: number = Number.POSITIVE_INFINITY;
  maximum: number = Number.NEGATIVE_INFINITY;
  /** Whether each was greater than the one before it. */
  isRising = true;

  add(value: number): void {
    if (value <= this.maximum && this.seen > 0 && this.isRising) this.isRising = false;
    this.seen++;
    if (Number.isInteger(value)) this.integers++;
    if (this.values !== undefined) this.#hold(value);
    if (value < this.minimum) this.minimum = value;
    if (value > this.maximum) this.maximum = value;
  }

  join(other: NumberSketch): void {
    if (other.seen === 0) return;
    // Which of them came first is not known.
    this.isRising = this.seen === 0 && other.isRising;
    this.seen += other.seen;
    this.integers += other.integers;
    if (other.values === undefined) this.values = undefined;
    else for (const value of other.values) this.#hold(value);
    this.minimum = Math.min(this.minimum, other.minimum);
    this.maximum = Math.max(this.maximum, other.maximum);
  }

  #hold(value: number): void {
    if (this.values === undefined) return;
    if (this.values.size < maxValues || this.values.has(value)) this.values.add(value);
    else this.values = undefined;
  }
}
