/** Thrown when the budget is spent, and caught where the budget was given. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

/** Counts steps, not time: the same question has the same answer on every machine. */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  get left(): number {
    return Math.max(0, this.#left);
  }

  /** @throws BudgetSpent when nothing is left */
  spend(steps = 1): void {
    this.#left -= steps;
    if (this.#left < 0) throw new BudgetSpent("step budget spent");
  }
}
