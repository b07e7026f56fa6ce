import type { ResultPlace } from "@metric-events/reader";
import { dayOf, farPastBorder, possibleFarPastBorder } from "@metric-events/runtime";
import { type ColumnsResult, type PackedColumns, packedLines } from "./columns/columns.js";
import { onlyRows } from "./columns/only-rows.js";
import { withoutRows } from "./columns/without-rows.js";

/** Fewer events say too little about what a log is about: they wait. */
const minKnown = 5000;
/** Events that may be held back. */
const maxHeld = 10_000;

interface Held {
  readonly result: ColumnsResult;
  readonly place: ResultPlace;
}

interface GateRules {
  /** Whether the time of an event is usable by itself. */
  readonly isPlaced: (time: number) => boolean;
  /** Takes events. Those that were held back come last, and not in the order of their log. */
  readonly take: (result: ColumnsResult, place: ResultPlace, isInOrder: boolean) => void;
  /** Takes events that are dated long before all others. */
  readonly takeFarPast: (result: ColumnsResult, place: ResultPlace) => void;
}

/**
 * Holds back the few events that are dated long before the others until all are known, for nobody can tell before. They would spoil rates, intervals and
 * charts. Where there are too many of them, they are what the log is about, and nothing is held back any more.
 */
export class FarPastGate {
  readonly #rules: GateRules;
  readonly #days = new Map<number, number>();
  /** The first results. */
  #waiting: Held[] | undefined = [];
  #held: Held[] = [];
  #heldRows = 0;
  #known = 0;
  #isOpen = false;

  constructor(rules: GateRules) {
    this.#rules = rules;
  }

  add(result: ColumnsResult, place: ResultPlace): void {
    if (this.#isOpen) {
      this.#rules.take(result, place, true);
      return;
    }
    for (const columns of result.events) this.#note(columns);
    const results = this.#waiting ?? [];
    results.push({ result, place });
    if (this.#known < minKnown) return;
    this.#waiting = undefined;
    const border = possibleFarPastBorder(this.#days, maxHeld) ?? Number.NEGATIVE_INFINITY;
    for (const each of results) this.#divide(each, border);
    if (this.#heldRows > maxHeld) this.#giveUp();
  }

  /** Decides about all that was held back. Nothing can be added after this. */
  finish(): void {
    const border = (this.#isOpen ? undefined : farPastBorder(this.#days)) ?? Number.NEGATIVE_INFINITY;
    const { take, takeFarPast } = this.#rules;
    const settle = ({ result, place }: Held, isInOrder: boolean): void => {
      const [early, later] = this.#parts(result, border);
      if (later !== undefined) take(later, place, isInOrder);
      if (early !== undefined) takeFarPast(early, place);
    };
    for (const each of this.#waiting ?? []) settle(each, true);
    for (const each of this.#held) settle(each, false);
    this.#waiting = undefined;
    this.#held = [];
  }

  #note({ floats, rows }: PackedColumns): void {
    this.#known += rows;
    let [day, count] = [Number.NaN, 0];
    const flush = (): void => {
      if (count > 0) this.#days.set(day, (this.#days.get(day) ?? 0) + count);
    };
    for (const time of floats.subarray(0, rows)) {
      if (!this.#rules.isPlaced(time)) continue;
      const next = dayOf(time);
      if (next !== day) {
        flush();
        [day, count] = [next, 0];
      }
      count++;
    }
    flush();
  }

  #divide({ result, place }: Held, border: number): void {
    const [early, later] = this.#parts(result, border);
    if (later !== undefined) this.#rules.take(later, place, true);
    if (early === undefined) return;
    this.#held.push({ result: early, place });
    this.#heldRows += early.events.reduce((sum, { rows }) => sum + rows, 0);
  }

  /** Events before a border, as far as their times are usable, and the others. */
  #parts(
    result: ColumnsResult,
    border: number,
  ): readonly [early: ColumnsResult | undefined, later: ColumnsResult | undefined] {
    const early = new Set<number>();
    for (const { floats, integers, rows } of result.events) {
      const lines = packedLines({ integers, rows });
      for (let row = 0; row < rows; row++) {
        const time = floats[row] as number;
        if (time < border && this.#rules.isPlaced(time)) early.add(lines[row] as number);
      }
    }
    if (early.size === 0) return [undefined, result];
    const later = withoutRows(result, early);
    return [onlyRows(result, early), later.events.length === 0 ? undefined : later];
  }

  #giveUp(): void {
    this.#isOpen = true;
    for (const { result, place } of this.#held) this.#rules.take(result, place, false);
    this.#held = [];
  }
}
