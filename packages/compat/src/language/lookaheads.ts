import { type AST, RegExpParser } from "@eslint-community/regexpp";
import type { DFA } from "refa";
import { afterAnything, complement, concatenate, determinize, everyString, intersect, unite } from "./automaton.js";
import { buildMachine, PatternError } from "./thompson.js";

/** More repetitions of something with a lookahead in it are not written out. */
const maxRepetitions = 8;

/** How deep groups may be nested. They are read recursively. */
const maxNesting = 200;

/**
 * @throws {SyntaxError} for what is not a pattern
 * @throws {PatternError} for groups nested more than 200 deep
 */
export function parsePattern(source: string): readonly AST.Alternative[] {
  let depth = 0;
  // A class may have parentheses, and an escaped one does not open a group.
  for (const [token] of source.matchAll(/\\[^]|\[(?:\\[^]|[^\]\\])*\]?|[()]/g)) {
    if (token === "(" && ++depth > maxNesting) throw new PatternError("pattern-too-large");
    if (token === ")") depth--;
  }
  return new RegExpParser({ ecmaVersion: 2023 }).parsePattern(source, 0, source.length, { unicode: true }).alternatives;
}

export function hasLookahead(node: AST.Alternative | AST.Element): boolean {
  switch (node.type) {
    case "Alternative":
      return node.elements.some(hasLookahead);
    case "Group":
    case "CapturingGroup":
      return node.alternatives.some(hasLookahead);
    case "Quantifier":
      return hasLookahead(node.element);
    case "Assertion":
      return node.kind === "lookahead";
    default:
      return false;
  }
}

/**
 * The strings that contain a match of a pattern with lookaheads. A lookahead restricts all that follows, so languages of suffixes are
 * built from the end of the pattern to its start, and a lookahead is an intersection:
 *
 * `^T(?=\d)(\d+H)?$` is T, and then what starts with a digit and is also in `(\d+H)?$`.
 */
export function lookaheadLanguage(alternatives: readonly AST.Alternative[]): DFA {
  return alternatives
    .map(({ elements }) => {
      const [first] = elements;
      const isAnchored = first?.type === "Assertion" && first.kind === "start";
      const matches = sequence(isAnchored ? elements.slice(1) : elements, everyString());
      return isAnchored ? matches : afterAnything(matches);
    })
    .reduce(unite);
}

/** The strings that start with a match of these elements, with the rest in `after`. */
function sequence(elements: readonly AST.Element[], after: DFA): DFA {
  let language = after;
  let plain: AST.Element[] = [];
  const flush = (): void => {
    if (plain.length > 0) language = concatenate(exactly(plain), language);
    plain = [];
  };
  for (const element of elements.toReversed()) {
    const isEnd = element.type === "Assertion" && element.kind === "end";
    if (!isEnd && !hasLookahead(element)) {
      plain.unshift(element);
      continue;
    }
    flush();
    language = isEnd ? intersect(language, exactly([])) : withLookahead(element, language);
  }
  flush();
  return language;
}

function withLookahead(element: AST.Element, after: DFA): DFA {
  switch (element.type) {
    case "Group":
    case "CapturingGroup":
      return element.alternatives.map(({ elements }) => sequence(elements, after)).reduce(unite);
    case "Quantifier": {
      if (element.max > maxRepetitions) throw new PatternError("unsupported-pattern");
      let language = after;
      for (let count = element.max; count > 0; count--) {
        const once = sequence([element.element], language);
        language = count > element.min ? unite(once, after) : once;
      }
      return language;
    }
    case "Assertion": {
      if (element.kind !== "lookahead") break;
      const ahead = element.alternatives.map(({ elements }) => sequence(elements, everyString())).reduce(unite);
      return intersect(after, element.negate ? complement(ahead) : ahead);
    }
    default:
  }
  throw new PatternError("unsupported-pattern");
}

/** The strings that match elements without lookaheads from start to end. */
function exactly(elements: readonly AST.Element[]): DFA {
  const source = elements.map(({ raw }) => raw).join("");
  const alternatives = parsePattern(`^(?:${source})$`);
  const machine = buildMachine(alternatives);
  // What these look at is outside of the elements.
  const assertions = machine.edges.flat().filter(({ label }) => typeof label === "string").length;
  if (assertions > 2) throw new PatternError("unsupported-pattern");
  return determinize(machine);
}
