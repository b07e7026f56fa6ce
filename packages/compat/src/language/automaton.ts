import { CharSet, DFA, NFA } from "refa";
import { BackwardAutomaton } from "./backward.js";
import { isLookahead, type Label, type Lookahead, type Machine, maxCharacter, PatternError } from "./thompson.js";
import { wordCharacters } from "./word-characters.js";

const maxNodes = 4_000;
const maxBackwardSteps = 2_000_000;
const noWord = wordCharacters.negate();

/** What is known about a position: the kind of character before it, and the kind that must follow. */
type Before = "start" | "word" | "other";
type After = "any" | "end" | "word" | "other-or-end";
interface Configuration {
  readonly state: number;
  readonly before: Before;
  readonly after: After;
}

/**
 * Resolves the assertions of a machine exactly: each state is split by the kind of character before it and by what must
 * follow.
 */
export function determinize(machine: Machine): DFA {
  const builder = new NFA.Builder(new NFA.LimitedNodeFactory(20_000));
  const nodes = new Map<string, NFA.Node>();
  const queue: Configuration[] = [];
  const nodeOf = (configuration: Configuration): NFA.Node => {
    const key = `${configuration.state} ${configuration.before}`;
    let node = nodes.get(key);
    if (node === undefined) {
      node = nodes.size === 0 ? builder.initial : builder.createNode();
      nodes.set(key, node);
      queue.push(configuration);
    }
    return node;
  };
  const tracksWords = machine.edges.some((edges) =>
    edges.some(({ label }) => label === "boundary" || label === "no-boundary"),
  );
  nodeOf({ state: machine.start, before: "start", after: "any" });
  for (let from = queue.pop(); from !== undefined; from = queue.pop()) {
    const node = nodeOf(from);
    for (const { state, after } of closure(machine, from)) {
      if (state === machine.accept && after !== "word") builder.makeFinal(node);
      for (const { to, label } of machine.edges[state] ?? []) {
        if (!(label instanceof CharSet) || after === "end") continue;
        if (!tracksWords) {
          builder.linkNodes(node, nodeOf({ state: to, before: "other", after: "any" }), label);
          continue;
        }
        const words = after === "other-or-end" ? CharSet.empty(maxCharacter) : label.intersect(wordCharacters);
        const others = after === "word" ? CharSet.empty(maxCharacter) : label.intersect(noWord);
        if (!words.isEmpty) builder.linkNodes(node, nodeOf({ state: to, before: "word", after: "any" }), words);
        if (!others.isEmpty) builder.linkNodes(node, nodeOf({ state: to, before: "other", after: "any" }), others);
      }
    }
  }
  return minimal(NFA.fromBuilder(builder, { maxCharacter }));
}

function closure(machine: Machine, from: Configuration): Configuration[] {
  const found = new Map<string, Configuration>();
  const stack = [from];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const key = `${top.state} ${top.after}`;
    if (found.has(key)) continue;
    found.set(key, top);
    for (const { to, label } of machine.edges[top.state] ?? []) {
      if (label instanceof CharSet || isLookahead(label)) continue;
      const after = pass(label, top.before, top.after);
      if (after !== undefined) stack.push({ state: to, before: top.before, after });
    }
  }
  return [...found.values()];
}

/** What must follow after an assertion, or undefined where the assertion fails. */
function pass(label: Exclude<Label, CharSet | Lookahead>, before: Before, after: After): After | undefined {
  switch (label) {
    case null:
      return after;
    case "start":
      return before === "start" ? after : undefined;
    case "end":
      return after === "word" ? undefined : "end";
    case "boundary":
      return before === "word" ? asOther(after) : asWord(after);
    case "no-boundary":
      return before === "word" ? asWord(after) : asOther(after);
  }
}

function asWord(after: After): After | undefined {
  return after === "any" || after === "word" ? "word" : undefined;
}

function asOther(after: After): After | undefined {
  return after === "word" ? undefined : after === "end" ? "end" : "other-or-end";
}

function minimal(nfa: NFA): DFA {
  const dfa = DFA.fromFA(nfa, new DFA.LimitedNodeFactory(maxNodes));
  dfa.minimize();
  return dfa;
}

export function everyString(): DFA {
  return DFA.all({ maxCharacter });
}

export function intersect(left: DFA, right: DFA): DFA {
  const both = DFA.fromIntersection(left, right, new DFA.LimitedNodeFactory(maxNodes));
  both.minimize();
  return both;
}

export function complement(dfa: DFA): DFA {
  const copy = dfa.copy();
  copy.complement(new DFA.LimitedNodeFactory(maxNodes));
  copy.minimize();
  return copy;
}

/** The same for a machine with lookaheads, which only a {@link BackwardAutomaton} reads. */
export function determinizeBackwards(machine: Machine): DFA {
  const automaton = new BackwardAutomaton(machine);
  const builder = new NFA.Builder(new NFA.LimitedNodeFactory(20_000));
  const sets = automaton.atoms.map(({ ranges }) => CharSet.empty(maxCharacter).union(ranges));
  const nodes: NFA.Node[] = [];
  const nodeOf = (suffix: number): NFA.Node => {
    while (nodes.length <= suffix) nodes.push(builder.createNode());
    return nodes[suffix] as NFA.Node;
  };
  builder.makeFinal(nodeOf(0));
  if (automaton.isMatch(0)) builder.makeFinal(builder.initial);
  for (let rest = 0; rest < automaton.count; rest++) {
    if (rest * automaton.size > maxBackwardSteps) throw new PatternError("pattern-too-large");
    const to = nodeOf(rest);
    for (const [atom, set] of sets.entries()) {
      const suffix = automaton.prepend(atom, rest);
      builder.linkNodes(nodeOf(suffix), to, set);
      // A string that begins here.
      if (automaton.isMatch(suffix)) builder.linkNodes(builder.initial, to, set);
    }
  }
  return minimal(NFA.fromBuilder(builder, { maxCharacter }));
}

/** A word of the one language, and then one of the other. */
export function concatenate(left: DFA, right: DFA): DFA {
  const nfa = NFA.fromFA(left, new NFA.LimitedNodeFactory(20_000));
  nfa.append(NFA.fromFA(right, new NFA.LimitedNodeFactory(20_000)));
  return minimal(nfa);
}

export function unite(left: DFA, right: DFA): DFA {
  const nfa = NFA.fromFA(left, new NFA.LimitedNodeFactory(20_000));
  nfa.union(NFA.fromFA(right, new NFA.LimitedNodeFactory(20_000)));
  return minimal(nfa);
}

/** Any number of characters, then a word of this language. */
export function afterAnything(dfa: DFA): DFA {
  const nfa = NFA.fromFA(dfa, new NFA.LimitedNodeFactory(maxNodes));
  nfa.prepend(NFA.all({ maxCharacter }));
  return minimal(nfa);
}

/** Strings with at least this many code points. */
export function longerThan(size: number): DFA {
  if (size > maxNodes) throw new PatternError("pattern-too-large");
  const builder = new DFA.Builder(DFA.nodeFactory);
  const all = CharSet.all(maxCharacter);
  let node = builder.initial;
  for (let length = 0; length < size; length++) {
    const next = builder.createNode();
    builder.linkNodes(node, next, all);
    node = next;
  }
  builder.linkNodes(node, node, all);
  builder.makeFinal(node);
  return DFA.fromBuilder(builder, { maxCharacter });
}
