import type { EventOrigin } from "@metric-events/reader";
import type { BatchRows } from "../aggregate/batch-rows.js";
import { restGroup } from "../aggregate/group-slots.js";
import { type GroupField, Grouping } from "../aggregate/grouping.js";
import { ExactSum } from "../alerts/exact-sum.js";
import type { Dictionary } from "../columns/dictionary.js";
import type { Prices } from "./prices.js";

/** Values of one dimension beyond this many count as one. */
const maxValues = 10_000;

/** What some events cost. Sums are exact, so that the order of files makes no difference. */
export class CostTally {
  events = 0;
  unpricedEvents = 0;
  readonly seconds = new ExactSum();
  readonly unpricedSeconds = new ExactSum();
  readonly cost = new ExactSum();

  /** @param price of an hour, if there is one. */
  add(seconds: number, price: number | undefined): void {
    this.events++;
    this.seconds.add(seconds);
    if (price !== undefined) {
      this.cost.add((seconds / 3600) * price);
      return;
    }
    this.unpricedEvents++;
    this.unpricedSeconds.add(seconds);
  }
}

/** What events cost, by the values of one dimension or by host. */
export interface CostBreakdown {
  readonly field: GroupField;
  readonly grouping: Grouping;
  /** By the codes of {@link grouping}. */
  readonly tallies: Map<number, CostTally>;
}

/** Adds up what events cost. */
export class CostAggregate {
  readonly prices: Prices;
  readonly all = new CostTally();
  /** That of what prices depend on comes first, and that of the host last. */
  readonly breakdowns: readonly [CostBreakdown, ...CostBreakdown[]];
  /** Events that do not say how long they took. */
  withoutDuration = 0;
  /** Events that look wrong, which no figure of the report counts, and those whose duration is not one. */
  leftOut = 0;
  readonly #index: number;
  readonly #priceOf = new Map<number, number | undefined>();

  /** @param dictionary of the report. */
  constructor(prices: Prices, dictionary: Dictionary) {
    this.prices = prices;
    const { plan, by, field } = prices;
    this.#index = plan.measures.findIndex(({ path }) => path === field.path);
    const dimensions = plan.dimensions
      .filter(({ isList, path }) => !isList && path !== by.path)
      .map(({ path }): GroupField => ({ name: path, path }));
    const host: GroupField = { name: plan.host?.path ?? "host", path: undefined };
    const breakdown = (each: GroupField): CostBreakdown => ({
      field: each,
      grouping: new Grouping([each], dictionary),
      tallies: new Map(),
    });
    const others = [...dimensions, ...(by.path === undefined ? [] : [host])];
    this.breakdowns = [breakdown(by), ...others.map(breakdown)];
  }

  /** @param origins of the report, which rows refer to. */
  add({ columns, buckets, suspects, codeOf, length }: BatchRows, origins: readonly EventOrigin[]): void {
    const { plan, secondsPerUnit } = this.prices;
    if (columns.eventName !== plan.eventName) return;
    const values = columns.numbers[this.#index] as Float64Array;
    const groups = this.breakdowns.map(({ grouping }) =>
      grouping.ofRows(columns, plan, codeOf, { numbers: columns.origins, origins }),
    );
    for (let row = 0; row < length; row++) {
      const seconds = (values[row] as number) * secondsPerUnit;
      if (Number.isNaN(buckets[row]) || suspects?.[row] === 1) this.leftOut++;
      else if (Number.isNaN(seconds)) this.withoutDuration++;
      else if (seconds < 0 || !Number.isFinite(seconds)) this.leftOut++;
      else this.#count(row, seconds, groups);
    }
  }

  #count(row: number, seconds: number, groups: readonly Uint32Array[]): void {
    const price = this.#priceFor(groups[0]?.[row] as number);
    this.all.add(seconds, price);
    this.breakdowns.forEach(({ tallies }, index) =>
      tallyOf(tallies, groups[index]?.[row] as number).add(seconds, price),
    );
  }

  #priceFor(code: number): number | undefined {
    if (this.#priceOf.has(code)) return this.#priceOf.get(code);
    const [value] = this.breakdowns[0].grouping.valuesOf(code);
    const price = value === undefined ? undefined : this.prices.perHour.get(value);
    this.#priceOf.set(code, price);
    return price;
  }

  /** Prices for which there was no event, such as a name with a slip. */
  get unusedPrices(): readonly string[] {
    const { grouping } = this.breakdowns[0];
    const used = new Set([...this.#priceOf.keys()].flatMap((code) => grouping.valuesOf(code)));
    return [...this.prices.perHour.keys()].filter((value) => !used.has(value));
  }
}

function tallyOf(tallies: Map<number, CostTally>, code: number): CostTally {
  const known = tallies.get(code);
  if (known !== undefined) return known;
  if (tallies.size >= maxValues && code !== restGroup) return tallyOf(tallies, restGroup);
  const tally = new CostTally();
  tallies.set(code, tally);
  return tally;
}
