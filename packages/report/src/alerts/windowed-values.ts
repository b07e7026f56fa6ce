import type { AlertRule } from "./alert-rule.js";
import { windowValueOf } from "./window-value.js";

/** The events of one group that a rule looks at. */
export class WindowedValues {
  #times: number[] = [];
  #values: number[] = [];
  #marks: boolean[] = [];
  #isSorted = true;

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
    const times = this.#times;
    const window = windowValueOf(rule, { values: this.#values, marks: this.#marks });
    const least = rule.settings.take === "count" ? 0 : rule.minEvents;
    let [from, to] = [0, 0];
    let known: { readonly from: number; readonly to: number; readonly value: number | undefined } | undefined;
    for (const moment of moments) {
      for (; (times[to] as number) <= moment; to++) window.enter(to);
      for (; from < to && (times[from] as number) <= moment - rule.windowSeconds; from++) window.leave(from);
      // The same events give the same value.
      if (known?.from !== from || known.to !== to) {
        known = { from, to, value: to - from < least ? undefined : window.value(to - from) };
      }
      yield { moment, events: to - from, value: known.value };
    }
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
