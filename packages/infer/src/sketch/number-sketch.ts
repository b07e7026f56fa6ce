/** What the numbers of one place have in common. */
export class NumberSketch {
  seen = 0;
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
    if (value < this.minimum) this.minimum = value;
    if (value > this.maximum) this.maximum = value;
  }

  join(other: NumberSketch): void {
    if (other.seen === 0) return;
    // Which of them came first is not known.
    this.isRising = this.seen === 0 && other.isRising;
    this.seen += other.seen;
    this.integers += other.integers;
    this.minimum = Math.min(this.minimum, other.minimum);
    this.maximum = Math.max(this.maximum, other.maximum);
  }
}
