import type { Formula } from "../algebra/formula.js";
import type { Json } from "../json/value.js";
import type { Reason } from "../reason.js";
import { type ArrayShape, shapeOf } from "./array-shape.js";
import { distinctValues } from "./distinct.js";
import type { Goal } from "./goal.js";
import { found, none, type Result, unknown } from "./result.js";
import type { Search } from "./search.js";

/** One item: what is asked of it, which counted sets it is in, and a value that fits. */
interface Slot {
  readonly goals: readonly Formula[];
  readonly counted: readonly number[];
  readonly value: Json;
  /** Only in the first of two equal items: the counted sets that the second one is in. */
  readonly later?: readonly number[];
}

const maxSequences = 400;
const maxItems = 20_000;

/**
 * Builds an array item by item, each with a choice of the counted sets that it is in. Only the length and the counts so far
 * matter for the rest, so each such state is visited once, breadth first: the shortest array is found.
 */
export function solveArray(goal: Goal, search: Search): Result {
  const isUnique = goal.leaves.some((leaf) => leaf.kind === "unique" && leaf.isUnique);
  const isRepeated = goal.leaves.some((leaf) => leaf.kind === "unique" && !leaf.isUnique);
  if (isUnique && isRepeated) return none;
  const shape = shapeOf(goal);
  if (shape.min > shape.max || shape.counts.some(({ min, max }) => min > max)) return none;
  const arrays = new ArraySearch(shape, search);
  if (isUnique) return arrays.unique();
  return isRepeated ? arrays.repeated() : arrays.plain();
}

class ArraySearch {
  readonly #reasons: Reason[] = [];
  readonly #tailChoices = new Map<string, readonly Slot[]>();

  constructor(
    readonly shape: ArrayShape,
    readonly search: Search,
  ) {}

  plain(): Result {
    const slots = this.#shortest(undefined);
    return slots === undefined ? this.#failed() : found(slots.map(({ value }) => value));
  }

  /** Two items are equal. Every pair of positions is tried; in the tail only the first two, since its items can be swapped. */
  repeated(): Result {
    const last = this.shape.tail + 1;
    if (last > 200) return unknown({ code: "too-many-branches", keywordLocation: "" });
    for (let second = 1; second <= last; second++) {
      for (let first = 0; first < second; first++) {
        if (second >= this.shape.max) continue;
        const slots = this.#shortest({ first, second });
        if (slots !== undefined) {
          return found(slots.map(({ value }, index) => (index === second ? (slots[first] as Slot).value : value)));
        }
      }
    }
    return this.#failed();
  }

  /**
   * All items differ. A tail item that no count needs can be left out, so no array longer than
   * max(min, tail + the sum of the counts' minimums) has to be tried.
   */
  unique(): Result {
    const { min, max, tail, counts } = this.shape;
    const longest = Math.min(max, Math.max(min, tail + counts.reduce((sum, count) => sum + count.min, 0)));
    if (longest > 2000) return unknown({ code: "too-many-branches", keywordLocation: "" });
    let tried = 0;
    for (const slots of this.#sequences(longest)) {
      this.search.budget.spend(1 + slots.length);
      if (++tried > maxSequences) return unknown({ code: "too-many-branches", keywordLocation: "" }, ...this.#reasons);
      const values = distinctValues(
        slots.map(({ goals }) => goals),
        this.search,
      );
      if (values.kind === "found") return values;
      if (values.kind === "unknown") this.#reasons.push(...values.reasons);
    }
    return this.#failed();
  }

  #failed(): Result {
    return this.#reasons.length === 0 ? none : unknown(...this.#reasons.slice(0, 8));
  }

  /** The shortest array; with `equal`, the shortest in which one value fits both of these positions. */
  #shortest(equal: { readonly first: number; readonly second: number } | undefined): readonly Slot[] | undefined {
    const { min, max, tail } = this.shape;
    const least = Math.max(min, equal === undefined ? 0 : equal.second + 1);
    interface Node {
      readonly length: number;
      readonly reached: readonly number[];
      readonly slot: Slot | undefined;
      readonly before: Node | undefined;
      readonly twin: Slot | undefined;
    }
    const seen = new Set<string>();
    let level: Node[] = [
      { length: 0, reached: this.shape.counts.map(() => 0), slot: undefined, before: undefined, twin: undefined },
    ];
    while (level.length > 0) {
      const next: Node[] = [];
      for (const node of level) {
        this.search.budget.spend();
        if (node.length >= least && this.#isEnough(node.reached)) return path(node);
        if (node.length >= Math.min(max, maxItems)) {
          if (node.length < max) this.#reasons.push({ code: "budget", keywordLocation: "" });
          continue;
        }
        const index = node.length;
        const slots =
          equal !== undefined && (index === equal.first || index === equal.second)
            ? this.#twins(index, equal, node.twin)
            : this.#choices(index);
        for (const slot of slots) {
          const reached = this.#count(node.reached, slot);
          if (reached === undefined) continue;
          const twin = equal !== undefined && index === equal.first ? slot : node.twin;
          const key = `${Math.min(index + 1, Math.max(tail, least))} ${reached.join()} ${twin?.later?.join()}`;
          if (seen.has(key)) continue;
          seen.add(key);
          next.push({ length: index + 1, reached, slot, before: node, twin });
        }
      }
      level = next;
    }
    return undefined;

    function path(node: Node): Slot[] {
      const slots: Slot[] = [];
      for (let at: Node | undefined = node; at?.slot !== undefined; at = at.before) slots.push(at.slot);
      return slots.toReversed();
    }
  }

  /** The ways to fill one of two equal positions: the first gets a value that fits both, the second repeats it. */
  #twins(
    index: number,
    { first, second }: { readonly first: number; readonly second: number },
    twin: Slot | undefined,
  ): readonly Slot[] {
    if (index === second) {
      return twin === undefined ? [] : [{ ...twin, counted: twin.later ?? twin.counted }];
    }
    const goals = [...this.shape.goalsAt(first), ...this.shape.goalsAt(second)];
    return this.#split(goals, second).map((slot) => ({
      ...slot,
      counted: slot.counted.filter((each) => this.#isCountedAt(each, first)),
      later: slot.counted,
    }));
  }

  #choices(index: number): readonly Slot[] {
    const key = index >= this.shape.tail ? "tail" : String(index);
    let known = this.#tailChoices.get(key);
    if (known === undefined) {
      known = this.#split(this.shape.goalsAt(index), index);
      this.#tailChoices.set(key, known);
    }
    return known;
  }

  /** Every satisfiable choice of the counted sets that an item at this index is in, asked only where a count depends on it. */
  #split(goals: readonly Formula[], index: number): readonly Slot[] {
    const { counts } = this.shape;
    let options: { readonly goals: readonly Formula[]; readonly counted: readonly number[] }[] = [
      { goals, counted: [] },
    ];
    for (const [each, { value, min, max }] of counts.entries()) {
      if (!this.#isCountedAt(each, index)) continue;
      const outside = max === Number.POSITIVE_INFINITY ? [] : [this.search.pool.negate(value)];
      const inside = min === 0 ? [] : [value];
      options = options.flatMap((option) => [
        { goals: [...option.goals, ...outside], counted: option.counted },
        { goals: [...option.goals, ...inside], counted: [...option.counted, each] },
      ]);
      if (options.length > 256) {
        this.#reasons.push({ code: "too-many-branches", keywordLocation: "" });
        return [];
      }
    }
    return options.flatMap((option) => {
      const result = this.search.solve(option.goals);
      if (result.kind === "unknown") this.#reasons.push(...result.reasons);
      return result.kind === "found" ? [{ ...option, value: result.value }] : [];
    });
  }

  #isCountedAt(each: number, index: number): boolean {
    return index >= (this.shape.counts[each]?.from ?? 0);
  }

  /** The counts after one more item, capped where more would not matter; undefined when one exceeds its maximum. */
  #count(reached: readonly number[], { counted }: Slot): readonly number[] | undefined {
    const after = reached.map((count, each) => (counted.includes(each) ? count + 1 : count));
    if (after.some((count, each) => count > (this.shape.counts[each]?.max ?? 0))) return undefined;
    return after.map((count, each) => {
      const { min = 0, max = 0 } = this.shape.counts[each] ?? {};
      return max === Number.POSITIVE_INFINITY ? Math.min(count, min) : count;
    });
  }

  #isEnough(reached: readonly number[]): boolean {
    return reached.every((count, each) => count >= (this.shape.counts[each]?.min ?? 0));
  }

  /** Every array up to a length, as slots. Arrays that differ only in the order of their tail are visited once. */
  *#sequences(longest: number): Generator<readonly Slot[]> {
    const stack: { readonly slots: readonly Slot[]; readonly reached: readonly number[]; readonly least: number }[] = [
      { slots: [], reached: this.shape.counts.map(() => 0), least: 0 },
    ];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const { slots, reached } = top;
      this.search.budget.spend();
      if (slots.length >= this.shape.min && this.#isEnough(reached)) yield slots;
      if (slots.length >= longest) continue;
      const isTail = slots.length >= this.shape.tail;
      const choices = this.#choices(slots.length);
      for (let index = choices.length - 1; index >= (isTail ? top.least : 0); index--) {
        const slot = choices[index] as Slot;
        const after = this.#count(reached, slot);
        if (after !== undefined) stack.push({ slots: [...slots, slot], reached: after, least: isTail ? index : 0 });
      }
    }
  }
}
