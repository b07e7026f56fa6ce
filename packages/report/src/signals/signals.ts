import type { BatchRows } from "../aggregate/batch-rows.js";
import { type EventPlan, mainDimension } from "../columns/event-plan.js";
import { EventSignals } from "./event-signals.js";

const hour = 3600;
/** Steps of an hour are joined to steps of six hours, of a day, and of a week when there are more cells than this. */
const maxCells = 200_000;
const factors = [6, 4, 7] as const;

/** What the detectors of anomalies look at: sums of bounded size, in steps of Unix time. */
export class Signals {
  readonly events: readonly EventSignals[];
  #stepSeconds = hour;
  #widenings = 0;

  constructor(plans: readonly EventPlan[]) {
    const main = mainDimension(plans);
    const begun = new Set(plans.flatMap(({ ends }) => ends ?? []));
    this.events = plans.map((plan) => new EventSignals(plan, main, begun.has(plan.eventName)));
  }

  get stepSeconds(): number {
    return this.#stepSeconds;
  }

  /**
   * @param index which of the events the rows are of.
   * @param isInOrder whether the rows come in the order of their log.
   */
  add(index: number, rows: BatchRows, isInOrder: boolean): void {
    this.events[index]?.add(rows, this.#stepSeconds, isInOrder);
    const cells = this.events.reduce((sum, { cellCount }) => sum + cellCount, 0);
    if (cells > maxCells) this.#widen();
  }

  /** Forgets what is not to be looked at. To be called once, when all rows are added. */
  finish(): void {
    for (const event of this.events) event.forgetStrays(this.#stepSeconds);
  }

  #widen(): void {
    const factor = factors[this.#widenings];
    if (factor === undefined) return;
    this.#widenings++;
    this.#stepSeconds *= factor;
    for (const event of this.events) event.widen(factor);
  }
}
