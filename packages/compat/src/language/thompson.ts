import type { AST } from "@eslint-community/regexpp";
import { CharSet, JS } from "refa";

export const maxCharacter = 0x10ffff;

/** A condition on what follows: whether a string that some state accepts does. */
export interface Lookahead {
  readonly from: number;
  readonly isNegated: boolean;
}

/** What an edge requires: a character, a position, what follows, or nothing (null). */
export type Label = CharSet | Lookahead | "start" | "end" | "boundary" | "no-boundary" | null;
interface Edge {
  readonly to: number;
  readonly label: Label;
  /** The loop whose next repetition begins after this edge. */
  readonly repeats?: Loop;
}

/** A repetition without an upper limit. */
export interface Loop {
  /** The loop around it. */
  readonly outer: Loop | undefined;
}

/**
 * A nondeterministic automaton with assertions on edges (Thompson 1968), built from a parsed pattern. With lookaheads, it is an alternating
 * one.
 */
export interface Machine {
  readonly edges: Edge[][];
  readonly start: number;
  readonly accept: number;
  /** The states that accept the end of the string: `accept`, and the last states of lookaheads. */
  readonly finals: readonly number[];
  /** How many lookaheads each state is nested in. */
  readonly depths: readonly number[];
  /** The innermost loop around each state. */
  readonly loops: readonly (Loop | undefined)[];
}

export function isLookahead(label: Label): label is Lookahead {
  return typeof label === "object" && label !== null && !(label instanceof CharSet);
}

/** Why a pattern has no automaton; thrown only inside this folder. */
export class PatternError extends Error {
  constructor(readonly code: "unsupported-pattern" | "pattern-too-large") {
    super(code);
  }
}

const maxStates = 20_000;
const flags = { unicode: true };

/**
 * The strings that contain a match of the pattern, as a machine over the whole string.
 *
 * @param isRough for counting paths: a lookbehind may hold, and a back-reference may be any text
 */
export function buildMachine(alternatives: readonly AST.Alternative[], isRough = false): Machine {
  const edges: Edge[][] = [];
  const depths: number[] = [];
  const finals: number[] = [];
  const loops: (Loop | undefined)[] = [];
  let depth = 0;
  let innermost: Loop | undefined;
  const state = (): number => {
    if (edges.length >= maxStates) throw new PatternError("pattern-too-large");
    depths.push(depth);
    loops.push(innermost);
    return edges.push([]) - 1;
  };
  const link = (from: number, to: number, label: Label, repeats?: Loop): void => {
    edges[from]?.push(repeats === undefined ? { to, label } : { to, label, repeats });
  };
  const anything = CharSet.all(maxCharacter);

  /** Adds the element after `from` and returns the state it ends in. */
  const element = (node: AST.Element, from: number): number => {
    switch (node.type) {
      case "Group":
      case "CapturingGroup":
        return choice(node.alternatives, from);
      case "Quantifier":
        return repeat(node, from);
      case "Assertion":
        if (node.kind === "lookahead") return step(from, lookahead(node));
        return step(from, isRough && node.kind === "lookbehind" ? "boundary" : assertionLabel(node));
      case "Backreference": {
        if (!isRough) throw new PatternError("unsupported-pattern");
        const loop = step(from, null);
        link(loop, loop, anything);
        return step(loop, "boundary");
      }
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
        return step(from, charactersOf(node));
      default:
        throw new PatternError("unsupported-pattern");
    }
  };
  const step = (from: number, label: Label): number => {
    const to = state();
    link(from, to, label);
    return to;
  };
  const choice = (options: readonly AST.Alternative[], from: number): number => {
    const end = state();
    for (const option of options) {
      link(
        option.elements.reduce((at, node) => element(node, at), step(from, null)),
        end,
        null,
      );
    }
    return end;
  };
  const repeat = ({ min, max, element: body }: AST.Quantifier, from: number): number => {
    let at = from;
    for (let count = 0; count < min; count++) at = element(body, at);
    if (max === Number.POSITIVE_INFINITY) {
      const loop: Loop = { outer: innermost };
      innermost = loop;
      const first = step(at, null);
      link(element(body, first), first, null, loop);
      innermost = loop.outer;
      return step(first, null);
    }
    const end = state();
    for (let count = min; count < max; count++) {
      link(at, end, null);
      at = element(body, at);
    }
    link(at, end, null);
    return end;
  };

  const lookahead = (node: AST.LookaheadAssertion): Lookahead => {
    depth++;
    const from = state();
    const accept = step(choice(node.alternatives, from), null);
    link(accept, accept, anything);
    finals.push(accept);
    depth--;
    return { from, isNegated: node.negate };
  };

  const start = state();
  link(start, start, anything);
  const accept = step(choice(alternatives, start), null);
  link(accept, accept, anything);
  return { edges, start, accept, finals: [...finals, accept], depths, loops };
}

function assertionLabel(node: AST.Assertion): Label {
  if (node.kind === "start" || node.kind === "end") return node.kind;
  if (node.kind === "word") return node.negate ? "no-boundary" : "boundary";
  throw new PatternError("unsupported-pattern");
}

function charactersOf(
  node: AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass,
): CharSet {
  if (node.type !== "CharacterClass") return JS.createCharSet([setElement(node)], flags);
  const set = JS.createCharSet(node.elements.map(setElement), flags);
  return node.negate ? set.negate() : set;
}

type SetElement = Parameters<typeof JS.createCharSet>[0] extends Iterable<infer Element> ? Element : never;

function setElement(node: AST.Node): SetElement {
  switch (node.type) {
    case "Character":
      return node.value;
    case "CharacterClassRange":
      return { min: node.min.value, max: node.max.value };
    case "CharacterSet":
      if (node.kind === "property") {
        if (node.strings) throw new PatternError("unsupported-pattern");
        return { kind: "property", property: node.key, key: node.key, value: node.value, negate: node.negate } as never;
      }
      return node;
    default:
      throw new PatternError("unsupported-pattern");
  }
}
