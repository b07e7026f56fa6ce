const firstCapacity = 32;

/** Sums for steps of time, as columns of numbers. Which column is what, its owner knows. */
export class CellTable {
  readonly #columns: number;
  readonly #merge: (into: Float64Array, from: Float64Array) => void;
  readonly #slots = new Map<number, number>();
  #steps: number[] = [];
  #cells: Float64Array;
  // Events are nearly in the order of time.
  #lastStep = Number.NaN;
  #lastSlot = -1;

  /**
   * @param columns how many numbers there are for each step.
   * @param merge adds a later step to an earlier one.
   */
  constructor(columns: number, merge: (into: Float64Array, from: Float64Array) => void) {
    this.#columns = columns;
    this.#merge = merge;
    this.#cells = new Float64Array(firstCapacity * columns);
  }

  get size(): number {
    return this.#steps.length;
  }

  /** Where the columns of a step begin in {@link cells}. They are all 0 at first. */
  offsetOf(step: number): number {
    if (step === this.#lastStep) return this.#lastSlot * this.#columns;
    let slot = this.#slots.get(step);
    if (slot === undefined) {
      slot = this.#steps.push(step) - 1;
      this.#slots.set(step, slot);
      if (this.#steps.length * this.#columns > this.#cells.length) this.#grow();
    }
    this.#lastStep = step;
    this.#lastSlot = slot;
    return slot * this.#columns;
  }

  /** All columns, to be asked for again after {@link offsetOf}. */
  get cells(): Float64Array {
    return this.#cells;
  }

  /** The columns of each step, in the order of time. */
  inOrder(): readonly { readonly step: number; readonly columns: Float64Array }[] {
    return [...this.#slots]
      .map(([step, slot]) => ({ step, columns: this.#columnsAt(slot) }))
      .toSorted((left, right) => left.step - right.step);
  }

  /** Takes one away from the first column of a step, and the step with the last one. */
  takeOne(step: number): void {
    const slot = this.#slots.get(step);
    if (slot === undefined) return;
    const offset = slot * this.#columns;
    this.#cells[offset] = (this.#cells[offset] as number) - 1;
    if ((this.#cells[offset] as number) <= 0) this.#slots.delete(step);
  }

  /** Merges steps into others that are this many times as long. */
  widen(factor: number): void {
    const before = this.inOrder();
    this.#slots.clear();
    this.#steps = [];
    this.#cells = new Float64Array(firstCapacity * this.#columns);
    this.#lastStep = Number.NaN;
    for (const { step, columns } of before) {
      const offset = this.offsetOf(Math.floor(step / factor));
      this.#merge(this.#cells.subarray(offset, offset + this.#columns), columns);
    }
  }

  #columnsAt(slot: number): Float64Array {
    return this.#cells.subarray(slot * this.#columns, (slot + 1) * this.#columns);
  }

  #grow(): void {
    const grown = new Float64Array(2 * this.#cells.length);
    grown.set(this.#cells);
    this.#cells = grown;
  }
}
