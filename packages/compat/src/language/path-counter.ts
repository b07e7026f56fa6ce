import { CharSet } from "refa";
import { type Atom, atomsOf } from "./atoms.js";
import { isLookahead, type Machine, maxCharacter } from "./thompson.js";

/** How many ways there are to be at each state, after some text. */
export type Counts = ReadonlyMap<number, number>;

/** Counting takes too long; thrown only inside this folder. */
export class CountingError extends Error {}

/** How many steps a counter may take: about a second. */
const maxCountingSteps = 5_000_000;

/** What is remembered counts as this many steps, so that their number bounds memory, too. */
const memorySteps = 10;

interface Step {
  readonly label: CharSet;
  readonly to: number;
  /** How many ways lead to the edge without a character. */
  readonly ways: number;
}

/**
 * Counts the ways in which a backtracking engine can read a text up to some place: it tries all of them when the text does not match.
 * Assertions are taken for true, but `^` after the start and `$` before the end, so it may count too many, and never too few. A state that
 * accepts whatever follows is counted once, since an engine that comes there never goes back beyond it.
 */
export class PathCounter {
  readonly atoms: readonly Atom[];
  readonly #machine: Machine;
  readonly #later = new Map<number, readonly Step[]>();
  readonly #safe = new Map<number, boolean>();
  readonly #next = new Map<string, readonly (readonly [to: number, ways: number])[]>();
  #taken = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
    const labels = new Map<string, CharSet>();
    for (const { label } of machine.edges.flat()) {
      if (label instanceof CharSet) labels.set(label.ranges.map(({ min, max }) => `${min}-${max}`).join(), label);
    }
    this.atoms = atomsOf([...labels.values()], maxCharacter);
  }

  start(): Counts {
    return new Map([[this.#machine.start, 1]]);
  }

  /**
   * The counts after one more character of an atom.
   *
   * @throws {CountingError} once all counts together have taken too many steps
   */
  after(counts: Counts, atom: number, isFirst: boolean): Counts {
    const next = new Map<number, number>();
    for (const [state, count] of counts) {
      for (const [to, ways] of this.#stepsBy(state, atom, isFirst)) {
        const sum = (next.get(to) ?? 0) + count * ways;
        next.set(to, sum > 1 && this.#isSafe(to) ? 1 : sum);
      }
    }
    return next;
  }

  /** For each state, no less than what its count is after one more character, whatever the texts were that led to these counts. */
  mostAfter(counts: Counts, isFirst: boolean): Counts {
    const most = new Map<number, number>();
    for (const atom of this.atoms.keys()) {
      for (const [to, count] of this.after(counts, atom, isFirst)) most.set(to, Math.max(most.get(to) ?? 0, count));
    }
    return most;
  }

  /** How many steps all counts together have taken. */
  get stepsTaken(): number {
    return this.#taken;
  }

  #take(steps: number): void {
    this.#taken += steps;
    if (this.#taken > maxCountingSteps) throw new CountingError();
  }

  #stepsBy(state: number, atom: number, isFirst: boolean): readonly (readonly [to: number, ways: number])[] {
    const key = `${state} ${atom} ${isFirst}`;
    const known = this.#next.get(key);
    if (known !== undefined) {
      this.#take(1 + known.length);
      return known;
    }
    const character = this.atoms[atom]?.ranges[0]?.min ?? 0;
    const steps = this.#steps(state, isFirst);
    const found = steps.filter(({ label }) => label.has(character)).map(({ to, ways }) => [to, ways] as const);
    this.#take(1 + steps.length + found.length * memorySteps);
    this.#next.set(key, found);
    return found;
  }

  #steps(state: number, isFirst: boolean): readonly Step[] {
    const known = isFirst ? undefined : this.#later.get(state);
    if (known !== undefined) return known;
    const steps: Step[] = [];
    for (const [from, ways] of this.#reached(state, isFirst)) {
      this.#take(memorySteps);
      // What follows a match is not read.
      if (this.#machine.finals.includes(from)) continue;
      for (const { to, label } of this.#machine.edges[from] ?? []) {
        if (label instanceof CharSet) steps.push({ label, to, ways });
      }
    }
    if (!isFirst) this.#later.set(state, steps);
    return steps;
  }

  /** The states that are reached without a character, and in how many ways; no way passes a state twice. */
  #reached(state: number, isFirst: boolean): ReadonlyMap<number, number> {
    const order: number[] = [];
    const open = new Set<number>();
    const done = new Set<number>();
    // Not recursive, since a pattern may have thousands of states in a row.
    const path = [{ at: state, left: this.#moves(state, isFirst) }];
    open.add(state);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = top.left.shift();
      if (to === undefined) {
        path.pop();
        open.delete(top.at);
        done.add(top.at);
        order.push(top.at);
      } else if (!done.has(to) && !open.has(to)) {
        open.add(to);
        path.push({ at: to, left: this.#moves(to, isFirst) });
      }
    }
    order.reverse();
    const rank = new Map(order.map((each, index) => [each, index]));
    const ways = new Map(order.map((each) => [each, each === state ? 1 : 0]));
    for (const from of order) {
      for (const to of this.#moves(from, isFirst)) {
        const isForward = (rank.get(to) as number) > (rank.get(from) as number);
        if (isForward) ways.set(to, (ways.get(to) as number) + (ways.get(from) as number));
      }
    }
    return ways;
  }

  #moves(from: number, isFirst: boolean): number[] {
    return (this.#machine.edges[from] ?? []).flatMap(({ to, label }) => {
      if (label instanceof CharSet || label === "end") return [];
      if (isLookahead(label)) return [label.from, to];
      return label === "start" && !isFirst ? [] : [to];
    });
  }

  #isSafe(state: number): boolean {
    const known = this.#safe.get(state);
    if (known !== undefined) return known;
    const seen = new Set([state]);
    for (const from of seen) {
      for (const { to, label } of this.#machine.edges[from] ?? []) if (label === null) seen.add(to);
    }
    const isSafe = this.#machine.finals.some((final) => seen.has(final));
    this.#safe.set(state, isSafe);
    return isSafe;
  }
}
