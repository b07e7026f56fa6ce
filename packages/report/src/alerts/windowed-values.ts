import { ExactDistribution } from "../aggregate/exact-distribution.js";
import type { AlertRule } from "./alert-rule.js";

/** The events of one group that a rule looks at. */
export class WindowedValues {
  #times: number[] = [];
  #values: number[] = [];
  #marks: boolean[] = [];
  #isSorted = true;

  get length(): number {
    return this.#times.length;
  }

  add(time: number, value: number, isMarked: boolean): void {
    if (time < (this.#times.at(-1) ?? Number.NEGATIVE_INFINITY)) this.#isSorted = false;
    this.#times.push(time);
    this.#values.push(value);
    this.#marks.push(isMarked);
  }

  /**
   * The values at some moments, each of the window that ends there: events after its beginning, up to and including the moment.
   *
   * @param moments in ascending order.
   */
  *at(moments: Iterable<number>, rule: AlertRule): Generator<Look> {
    this.#sort();
    let [from, to] = [0, 0];
    let known: { readonly from: number; readonly to: number; readonly value: number | undefined } | undefined;
    for (const moment of moments) {
      while ((this.#times[to] as number) <= moment) to++;
      while ((this.#times[from] as number) <= moment - rule.windowSeconds) from++;
      // The same events give the same value.
      if (known?.from !== from || known.to !== to) known = { from, to, value: this.#valueOf(from, to, rule) };
      yield { moment, events: to - from, value: known.value };
    }
  }

  #valueOf(from: number, to: number, { settings: { take }, minEvents }: AlertRule): number | undefined {
    const count = to - from;
    if (take === "count") return count;
    if (count < minEvents) return undefined;
    if (take === "share") return this.#marks.slice(from, to).filter((isMarked) => isMarked).length / count;
    if (take === "last") return this.#values[to - 1];
    const values = Float64Array.from(this.#values.slice(from, to));
    if (take === "sum") return values.reduce((sum, value) => sum + value, 0);
    const distribution = new ExactDistribution(values);
    if (take === "mean" || take === "min" || take === "max") return distribution[take];
    return distribution.quantile(take === "median" ? 0.5 : Number(take.slice(1)) / 100);
  }

  /** Logs of several hosts come one after the other. Events of one time keep their order. */
  #sort(): void {
    if (this.#isSorted) return;
    const order = this.#times.map((_, index) => index);
    order.sort((left, right) => (this.#times[left] as number) - (this.#times[right] as number) || left - right);
    this.#times = order.map((index) => this.#times[index] as number);
    this.#values = order.map((index) => this.#values[index] as number);
    this.#marks = order.map((index) => this.#marks[index] === true);
    this.#isSorted = true;
  }
}

/** What a rule sees at a moment. */
export interface Look {
  /** Unix time in seconds. */
  readonly moment: number;
  readonly events: number;
  /** `undefined` for too few events. */
  readonly value: number | undefined;
}
