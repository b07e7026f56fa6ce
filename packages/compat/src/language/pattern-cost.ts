import { parsePattern } from "./lookaheads.js";
import { type Counts, PathCounter } from "./path-counter.js";
import { isSurrogate, pleasantCharacters } from "./pleasant.js";
import { buildMachine, PatternError } from "./thompson.js";

/** What it costs to match a pattern. */
export interface PatternCost {
  /** The length of texts, in characters, up to which a RegExp takes at most 32 steps a character. Infinite where at most a hundred
   * are proved for any text. */
  readonly maxShort: number;
  /** A text of up to a hundred characters for which a RegExp takes over a million steps, if one was found. */
  readonly attack: string | undefined;
  /** Whether an automaton of at most 5,000 states does the same: not with back-references or lookbehinds. */
  readonly hasAutomaton: boolean;
}

const maxStepsPerCharacter = 32;
const maxPaths = 100;
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
  const alternatives = parsePattern(source);
  let counter: PathCounter;
  try {
    counter = new PathCounter(buildMachine(alternatives, true));
  } catch (error) {
    if (error instanceof PatternError) return { maxShort: 0, attack: undefined, hasAutomaton: false };
    throw error;
  }
  if (isProvedLinear(counter)) return { maxShort: Number.POSITIVE_INFINITY, attack: undefined, hasAutomaton: true };
  return { ...searchAttack(counter), hasAutomaton: isRegular(source) };
}

/** Tries all texts, as far as they differ in counts. */
function isProvedLinear(counter: PathCounter): boolean {
  const known = new Set<string>();
  const queue: { readonly counts: Counts; readonly isFirst: boolean }[] = [{ counts: counter.start(), isFirst: true }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const atom of counter.atoms.keys()) {
      const counts = counter.after(next.counts, atom, next.isFirst);
      if (total(counts) > maxPaths) return false;
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
function searchAttack(counter: PathCounter): Pick<PatternCost, "maxShort" | "attack"> {
  const characters = counter.atoms.map(({ ranges }) => {
    const isIn = (character: number): boolean => ranges.some(({ min, max }) => character >= min && character <= max);
    const character = pleasantCharacters.find(isIn) ?? ranges[0]?.min ?? 0;
    return isSurrogate(character) ? "\ufffd" : String.fromCodePoint(character);
  });
  let best: readonly Attempt[] = [{ counts: counter.start(), steps: 0, text: "" }];
  let maxShort: number | undefined;
  for (let length = 1; length <= maxShortTried; length++) {
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
    if (most === undefined) break;
    if (most.steps > maxStepsPerCharacter * length) maxShort ??= length - 1;
    if (length <= maxAttackLength && most.steps > maxAttackSteps) return { maxShort: maxShort ?? 0, attack: most.text };
    if (maxShort !== undefined && length >= maxAttackLength) break;
  }
  return { maxShort: maxShort ?? maxShortTried, attack: undefined };
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
