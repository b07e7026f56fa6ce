import { CharSet } from "refa";
import type { Budget } from "../budget.js";
import { type Atom, atomsOf } from "./atoms.js";
import type { BackwardAutomaton } from "./backward.js";
import { maxCharacter } from "./thompson.js";

/** A pattern that strings are to match, or not to match. */
export interface Wanted {
  readonly automaton: BackwardAutomaton;
  readonly isMatch: boolean;
}

/** The suffixes of strings, as far as several patterns tell them apart: a product of automata that is built as it is walked. */
export class SuffixGraph {
  readonly atoms: readonly Atom[];
  readonly #wanted: readonly Wanted[];
  /** By pattern and atom: the atom of that pattern's automaton. */
  readonly #atomOf: readonly (readonly number[])[];
  readonly #ids = new Map<string, number>();
  readonly #suffixes: (readonly number[])[] = [];
  readonly #distances: number[] = [];
  /** The atom and the node that each node was reached by. */
  readonly #reached: (readonly [atom: number, from: number])[] = [];
  readonly #next: number[][] = [];
  readonly #budget: Budget;

  constructor(wanted: readonly Wanted[], budget: Budget) {
    this.#wanted = wanted;
    this.#budget = budget;
    const sets = wanted.flatMap(({ automaton }) =>
      automaton.atoms.map(({ ranges }) => CharSet.empty(maxCharacter).union(ranges)),
    );
    this.atoms = atomsOf(sets, maxCharacter);
    let begin = 0;
    this.#atomOf = wanted.map(({ automaton }) => {
      const [from, end] = [begin, begin + automaton.atoms.length];
      begin = end;
      return this.atoms.map(({ isIn }) => isIn.slice(from, end).indexOf(true));
    });
    this.#add(
      wanted.map(() => 0),
      0,
      [-1, -1],
    );
  }

  get count(): number {
    return this.#suffixes.length;
  }

  distance(node: number): number {
    return this.#distances[node] as number;
  }

  /** Whether a string from here matches what is wanted. */
  isGoal(node: number): boolean {
    const suffix = this.#suffixes[node] as readonly number[];
    return this.#wanted.every(({ automaton, isMatch }, at) => automaton.isMatch(suffix[at] as number) === isMatch);
  }

  goals(): number[] {
    return [...this.#suffixes.keys()].filter((node) => this.isGoal(node));
  }

  /** All nodes within a distance, breadth first. */
  *nodes(maxDistance: number): Generator<number> {
    for (let node = 0; node < this.count; node++) {
      yield node;
      if (this.distance(node) < maxDistance) this.#expand(node);
    }
  }

  /** The atoms of a string, from its start. */
  shortestPath(node: number): number[] {
    const path: number[] = [];
    for (let at = node; at > 0; ) {
      const [atom, from] = this.#reached[at] as readonly [number, number];
      path.push(atom);
      at = from;
    }
    return path;
  }

  /** The atoms of strings with a length in [min, max], shortest first. Call it after `nodes` has ended. */
  *pathsOfLength(min: number, max: number): Generator<number[]> {
    const toGoal = this.#distancesToGoal();
    const repeated = this.#repeatedPath(toGoal, min, max);
    if (repeated !== undefined) yield repeated;
    const layers: ReadonlySet<number>[] = [new Set(toGoal.has(0) ? [0] : [])];
    // By the pigeonhole principle, a string longer than min + nodes has a shorter one of at least min characters.
    const last = Math.min(max, min + toGoal.size);
    for (let length = 0; length <= last; length++) {
      const layer = layers[length] as ReadonlySet<number>;
      if (layer.size === 0) return;
      if (length >= min) {
        for (const node of layer) if (this.isGoal(node)) yield this.#pathTo(node, layers.slice(0, length));
      }
      this.#budget.spend(1 + Math.floor(layer.size / 10));
      const next = new Set<number>();
      for (const node of layer) {
        for (const to of this.#next[node] ?? []) if (toGoal.has(to)) next.add(to);
      }
      layers.push(next);
    }
  }

  /** The shortest path of an allowed length that repeats one character at one node, if there is any. */
  #repeatedPath(toGoal: ReadonlyMap<number, number>, min: number, max: number): number[] | undefined {
    let best: { readonly node: number; readonly atom: number; readonly length: number } | undefined;
    for (const [node, distance] of toGoal) {
      const atom = (this.#next[node] ?? []).indexOf(node);
      const length = this.distance(node) + distance;
      if (atom >= 0 && length <= max && length < (best?.length ?? Number.POSITIVE_INFINITY))
        best = { node, atom, length };
    }
    if (best === undefined) return undefined;
    const before: number[] = [];
    for (let at = best.node; toGoal.get(at) !== 0; ) {
      const next = this.#next[at] ?? [];
      const atom = next.findIndex((to) => toGoal.get(to) === (toGoal.get(at) as number) - 1);
      before.unshift(atom);
      at = next[atom] as number;
    }
    const repetitions = Math.max(0, min - best.length);
    return [...before, ...Array.from({ length: repetitions }, () => best.atom), ...this.shortestPath(best.node)];
  }

  #pathTo(goal: number, layers: readonly ReadonlySet<number>[]): number[] {
    const path: number[] = [];
    let node = goal;
    for (const layer of layers.toReversed()) {
      for (const from of layer) {
        const atom = (this.#next[from] ?? []).indexOf(node);
        if (atom < 0) continue;
        path.push(atom);
        node = from;
        break;
      }
    }
    return path;
  }

  /** How far the nearest goal is, for each node that leads to one. */
  #distancesToGoal(): Map<number, number> {
    const into: number[][] = this.#suffixes.map(() => []);
    for (const [from, next] of this.#next.entries()) {
      for (const to of new Set(next)) into[to]?.push(from);
    }
    const distances = new Map(this.goals().map((node) => [node, 0]));
    for (const [node, distance] of distances) {
      for (const from of into[node] ?? []) if (!distances.has(from)) distances.set(from, distance + 1);
    }
    return distances;
  }

  #expand(node: number): void {
    const suffix = this.#suffixes[node] as readonly number[];
    this.#next[node] = this.atoms.map((_, atom) => {
      const next = this.#wanted.map(({ automaton }, at) => {
        const before = automaton.count;
        const found = automaton.prepend(this.#atomOf[at]?.[atom] as number, suffix[at] as number);
        this.#budget.spend(automaton.count > before ? 1 + Math.floor(automaton.size / 200) : 0);
        return found;
      });
      this.#budget.spend();
      return this.#add(next, this.distance(node) + 1, [atom, node]);
    });
  }

  #add(suffix: readonly number[], distance: number, reached: readonly [number, number]): number {
    const key = suffix.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.count;
    this.#ids.set(key, id);
    this.#suffixes.push(suffix);
    this.#distances.push(distance);
    this.#reached.push(reached);
    this.#next.push([]);
    return id;
  }
}
