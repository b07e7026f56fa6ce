import { CharSet } from "refa";
import { type Atom, atomsOf } from "./atoms.js";
import { isLookahead, type Loop, type Machine, maxCharacter } from "./thompson.js";

/** How many ways there are to be at each state, after some text. */
export type Counts = ReadonlyMap<number, number>;

/** Counting takes too long; thrown only inside this folder. */
export class CountingError extends Error {}

/** How many steps a counter may take: one to three seconds. */
const maxCountingSteps = 5_000_000;

/** What is remembered counts as this many steps, so that their number bounds memory, too. */
const memorySteps = 10;

interface Step {
  readonly label: CharSet;
  readonly to: number;
  /** How many ways lead to the edge without a character. */
  readonly ways: number;
}

interface Move {
  readonly to: number;
  readonly repeats?: Loop;
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

  /**
   * The states that are reached without a character, and in how many ways. An engine refuses a repetition that reads nothing, so a way begins
   * the next repetition only of loops that it starts in, once each, and of an outer loop only after the inner ones.
   */
  #reached(state: number, isFirst: boolean): ReadonlyMap<number, number> {
    const loops = this.#loopsAround(state);
    // A place is a state and how many of the loops can no longer be repeated, so that no way comes to a place twice.
    const width = loops.length + 1;
    const movesFrom = (place: number): number[] => {
      this.#take(1);
      return this.#moves(Math.floor(place / width), isFirst).flatMap(({ to, repeats }) => {
        if (repeats === undefined) return [to * width + (place % width)];
        const index = loops.indexOf(repeats);
        return index < place % width ? [] : [to * width + index + 1];
      });
    };
    const start = state * width;
    const waysTo = new Map([[start, 1]]);
    const ways = new Map<number, number>();
    for (const { node: place, moves } of topologicalOrder(start, movesFrom)) {
      const count = waysTo.get(place) as number;
      const at = Math.floor(place / width);
      ways.set(at, (ways.get(at) ?? 0) + count);
      for (const to of moves) waysTo.set(to, (waysTo.get(to) ?? 0) + count);
    }
    return ways;
  }

  /** The innermost first. */
  #loopsAround(state: number): Loop[] {
    const loops: Loop[] = [];
    for (let loop = this.#machine.loops[state]; loop !== undefined; loop = loop.outer) loops.push(loop);
    return loops;
  }

  #moves(from: number, isFirst: boolean): Move[] {
    return (this.#machine.edges[from] ?? []).flatMap(({ to, label, repeats }): Move[] => {
      if (label instanceof CharSet || label === "end") return [];
      if (isLookahead(label)) return [{ to: label.from }, { to }];
      return label === "start" && !isFirst ? [] : [{ to, ...(repeats === undefined ? {} : { repeats }) }];
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
    this.#take(seen.size);
    this.#safe.set(state, isSafe);
    return isSafe;
  }
}

interface Node {
  readonly node: number;
  readonly moves: readonly number[];
}

/** The nodes that a node of a graph without circles leads to, each before the ones that it leads to itself. */
function topologicalOrder(start: number, movesFrom: (node: number) => readonly number[]): readonly Node[] {
  const order: Node[] = [];
  const seen = new Set([start]);
  const visit = (node: number): { node: number; moves: readonly number[]; left: number } => ({
    node,
    moves: movesFrom(node),
    left: 0,
  });
  // Not recursive, since a pattern may have thousands of states in a row.
  const path = [visit(start)];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const to = top.moves[top.left++];
    if (to === undefined) {
      path.pop();
      order.push(top);
    } else if (!seen.has(to)) {
      seen.add(to);
      path.push(visit(to));
    }
  }
  return order.toReversed();
}
