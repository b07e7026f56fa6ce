import type { DFA } from "refa";
import type { Budget } from "../budget.js";
import { isSurrogate, pleasantCharacters } from "./pleasant.js";

type Node = DFA.ReadonlyNode;

const maxLayers = 200_000;

interface WordSearch {
  readonly words: Generator<string>;
  /** Whether words may be missing; valid after the generator has ended. */
  isIncomplete(): boolean;
}

/** The words of a language with a length in [min, max], shortest first, then by readable characters. */
export function searchWords(dfa: DFA, min: number, max: number, budget: Budget): WordSearch {
  let isIncomplete = false;
  const nodes = [...dfa.nodes()];
  const live = new Set(dfa.finals.size === 0 ? [] : nodes);
  const reach: ReadonlySet<Node>[] = [new Set<Node>(dfa.finals)];
  /** The nodes from which a word of exactly this length reaches the end. */
  const reachIn = (length: number): ReadonlySet<Node> => {
    while (reach.length <= length) {
      budget.spend(1 + Math.floor(live.size / 50));
      const last = reach.at(-1) as ReadonlySet<Node>;
      reach.push(new Set([...live].filter((node) => targets(node).some((target) => last.has(target)))));
    }
    return reach[length] as ReadonlySet<Node>;
  };
  const targetCache = new Map<Node, Node[]>();
  const targets = (node: Node): Node[] => {
    let known = targetCache.get(node);
    if (known === undefined) {
      known = [...new Set(node.out.values())];
      targetCache.set(node, known);
    }
    return known;
  };
  const choices = (node: Node, left: number): { readonly character: number; readonly to: Node }[] => {
    const allowed = reachIn(left);
    const found: { character: number; to: Node }[] = [];
    for (const character of pleasantCharacters) {
      const to = node.out.get(character);
      if (to !== undefined && allowed.has(to)) found.push({ character, to });
    }
    for (const [range, to] of node.out) {
      if (!allowed.has(to)) continue;
      const others = [range.min, range.min + 1, range.max].filter(
        (c) => c <= range.max && !pleasantCharacters.includes(c) && !isSurrogate(c),
      );
      for (const character of new Set(others)) found.push({ character, to });
      if (range.max - range.min > 2 || isSurrogate(range.min)) isIncomplete = true;
    }
    return found;
  };
  function* ofLength(length: number): Generator<string> {
    if (!reachIn(length).has(dfa.initial)) return;
    const path: { readonly options: ReturnType<typeof choices>; next: number }[] = [];
    let node: Node = dfa.initial;
    while (true) {
      if (path.length < length) {
        path.push({ options: choices(node, length - path.length - 1), next: 0 });
      } else {
        yield path.map(({ options, next }) => String.fromCodePoint(options[next - 1]?.character ?? 0)).join("");
      }
      while (
        path.length > 0 &&
        (path.at(-1) as (typeof path)[0]).next >= (path.at(-1) as (typeof path)[0]).options.length
      )
        path.pop();
      const top = path.at(-1);
      if (top === undefined) return;
      budget.spend();
      node = (top.options[top.next++] as { readonly to: Node }).to;
    }
  }
  function* words(): Generator<string> {
    // By the pigeonhole principle, a word longer than min + states has a shorter one of at least min characters.
    let emptyLengths = 0;
    for (let length = min; length <= max && emptyLengths <= nodes.length; length++) {
      if (length > maxLayers) {
        isIncomplete = true;
        return;
      }
      if (reachIn(length).has(dfa.initial)) {
        emptyLengths = 0;
        yield* ofLength(length);
      } else emptyLengths++;
    }
  }
  return { words: words(), isIncomplete: () => isIncomplete };
}
