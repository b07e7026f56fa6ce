import { parsePattern } from "./lookaheads.js";
import { CountingError, type Counts, PathCounter } from "./path-counter.js";
import { isSurrogate, pleasantCharacters } from "./pleasant.js";
import { buildMachine, type Machine, PatternError } from "./thompson.js";

/** What it costs to match a pattern. */
export interface PatternCost {
  /** The length of texts, in characters, up to which a RegExp is proved to take at most a hundred steps a character. Infinite where that
   * holds for any text. */
  readonly maxShort: number;
  /** A text of up to a hundred characters for which a RegExp takes over a million steps, if one was found. */
  readonly attack: string | undefined;
  /** Whether an automaton of at most 5,000 states does the same: not with back-references or lookbehinds. */
  readonly hasAutomaton: boolean;
  /** How many steps it took to find out, of which a million take some tenths of a second. */
  readonly steps: number;
}

const maxStepsPerCharacter = 100;
const maxAttackLength = 100;
const maxAttackSteps = 1_000_000;
const maxKnownCounts = 3_000;
const maxShortTried = 200;
const beamWidth = 8;
const maxAutomatonStates = 5_000;

/**
 * How a RegExp of this source backtracks in the worst case (flag `u`), and whether an automaton can do its work.
 *
 * @throws {SyntaxError} for what is not a pattern
 */
export function patternCost(source: string): PatternCost {
  let machine: Machine;
  try {
    machine = buildMachine(parsePattern(source), true);
  } catch (error) {
    if (error instanceof PatternError) return { maxShort: 0, attack: undefined, hasAutomaton: false, steps: 0 };
    throw error;
  }
  let steps = 0;
  const answer = <Result>(question: (counter: PathCounter) => Result): Result | undefined => {
    const counter = new PathCounter(machine);
    const found = answerOf(counter, question);
    steps += counter.stepsTaken;
    return found;
  };
  if (answer(isProvedLinear) === true) {
    return { maxShort: Number.POSITIVE_INFINITY, attack: undefined, hasAutomaton: true, steps };
  }
  const maxShort = answer(maxShortOf) ?? 0;
  const attack = answer(searchAttack);
  return { maxShort, attack, hasAutomaton: isRegular(source), steps };
}

/** The answer to one question; `undefined` where counting takes too long, so that nothing is proved. */
function answerOf<Result>(counter: PathCounter, question: (counter: PathCounter) => Result): Result | undefined {
  try {
    return question(counter);
  } catch (error) {
    if (error instanceof CountingError) return undefined;
    throw error;
  }
}

/** The length up to which no text takes too many steps, by an upper bound of the counts of each state. */
function maxShortOf(counter: PathCounter): number {
  let counts = counter.start();
  let steps = 0;
  for (let length = 1; length <= maxShortTried; length++) {
    counts = counter.mostAfter(counts, length === 1);
    steps += total(counts);
    if (steps > maxStepsPerCharacter * length) return length - 1;
  }
  return maxShortTried;
}

/** Tries all texts, as far as they differ in counts. */
function isProvedLinear(counter: PathCounter): boolean {
  const known = new Set<string>();
  const queue: { readonly counts: Counts; readonly isFirst: boolean }[] = [{ counts: counter.start(), isFirst: true }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const atom of counter.atoms.keys()) {
      const counts = counter.after(next.counts, atom, next.isFirst);
      if (total(counts) > maxStepsPerCharacter) return false;
      const key = [...counts].toSorted(([a], [b]) => a - b).join(";");
      if (known.has(key)) continue;
      known.add(key);
      if (known.size > maxKnownCounts) return false;
      queue.push({ counts, isFirst: false });
    }
  }
  return true;
}

interface Attempt {
  readonly counts: Counts;
  readonly steps: number;
  readonly text: string;
}

/** Looks for the text that takes the most steps: of each length, the best few are continued. */
function searchAttack(counter: PathCounter): string | undefined {
  const characters = counter.atoms.map(({ ranges }) => {
    const isIn = (character: number): boolean => ranges.some(({ min, max }) => character >= min && character <= max);
    const character = pleasantCharacters.find(isIn) ?? ranges[0]?.min ?? 0;
    return isSurrogate(character) ? "\ufffd" : String.fromCodePoint(character);
  });
  let best: readonly Attempt[] = [{ counts: counter.start(), steps: 0, text: "" }];
  for (let length = 1; length <= maxAttackLength; length++) {
    const attempts = new Map<string, Attempt>();
    for (const { counts, steps, text } of best) {
      for (const [atom, character] of characters.entries()) {
        const next = counter.after(counts, atom, length === 1);
        if (next.size === 0) continue;
        const key = [...next].toSorted(([a], [b]) => a - b).join(";");
        if (!attempts.has(key)) attempts.set(key, { counts: next, steps: steps + total(next), text: text + character });
      }
    }
    best = [...attempts.values()].toSorted((a, b) => total(b.counts) - total(a.counts)).slice(0, beamWidth);
    const most = best.toSorted((a, b) => b.steps - a.steps)[0];
    if (most === undefined) return undefined;
    if (most.steps > maxAttackSteps) return most.text;
  }
  return undefined;
}

function isRegular(source: string): boolean {
  try {
    return buildMachine(parsePattern(source)).edges.length <= maxAutomatonStates;
  } catch (error) {
    if (error instanceof PatternError) return false;
    throw error;
  }
}

function total(counts: Counts): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
