import { CharSet } from "refa";
import { type Atom, atomsOf } from "./atoms.js";
import { isLookahead, type Label, type Machine, maxCharacter, PatternError } from "./thompson.js";
import { wordCharacters } from "./word-characters.js";

/** Bounds the memory of an automaton: known suffixes times states. */
const maxRemembered = 60_000_000;

/** The kind of the character before a position. */
type Before = "start" | "word" | "other";
/** A bit for each state. */
type StateSet = Uint16Array;

/** What is known of a string, read from its end: which states accept it. */
interface Suffix {
  /** Whether it has a match, when it is the whole string. */
  readonly isMatch: boolean;
  /** By the kind of the character before it. */
  readonly accepting: Readonly<Record<"word" | "other", StateSet>>;
  /** By atom, the suffix with a character of it in front; -1 where it is not known yet. */
  readonly before: Int32Array;
}

/**
 * Reads strings from the end to the start. The states that accept a suffix follow from its first character and from the states
 * that accept the rest, for lookaheads as well: so this automaton is deterministic, and has few states where reading forwards has to
 * remember where each repetition began. Suffixes are numbered as they are met; 0 is the empty one.
 */
export class BackwardAutomaton {
  readonly atoms: readonly Atom[];
  readonly #reader: MachineReader;
  readonly #isWord: readonly boolean[];
  readonly #tracksWords: boolean;
  readonly #suffixes: Suffix[] = [];
  readonly #ids = new Map<string, number>();
  readonly #atomOf = new Map<number, number>();

  constructor(readonly machine: Machine) {
    const labels = new Map<string, CharSet>();
    for (const { label } of machine.edges.flat()) {
      if (label instanceof CharSet) labels.set(keyOf(label), label);
      if (label === "boundary" || label === "no-boundary") labels.set(keyOf(wordCharacters), wordCharacters);
    }
    this.#tracksWords = looksAround(machine);
    this.atoms = atomsOf([...labels.values()], maxCharacter);
    const index = new Map([...labels.keys()].map((key, at) => [key, at]));
    const isIn = (label: CharSet, atom: number): boolean =>
      this.atoms[atom]?.isIn[index.get(keyOf(label)) as number] === true;
    this.#isWord = this.atoms.map((_, atom) => this.#tracksWords && isIn(wordCharacters, atom));
    this.#reader = new MachineReader(machine, this.atoms.length, isIn);
    this.#add((before) => this.#reader.atEnd(before));
  }

  /** The most steps that a new suffix takes. */
  get size(): number {
    return this.#reader.size;
  }

  /** How many suffixes are known. */
  get count(): number {
    return this.#suffixes.length;
  }

  isMatch(suffix: number): boolean {
    return (this.#suffixes[suffix] as Suffix).isMatch;
  }

  /**
   * The suffix with a character of an atom in front.
   *
   * @throws {PatternError} when there are too many suffixes
   */
  prepend(atom: number, suffix: number): number {
    const { accepting, before: known } = this.#suffixes[suffix] as Suffix;
    const next = known[atom] as number;
    if (next >= 0) return next;
    const isWord = this.#isWord[atom] as boolean;
    const after = isWord ? accepting.word : accepting.other;
    const added = this.#add((before) => this.#reader.before(atom, isWord, after, before));
    known[atom] = added;
    return added;
  }

  /**
   * Whether a text has a match, in time linear in its length.
   *
   * @throws {PatternError} when there are too many suffixes
   */
  test(text: string): boolean {
    let suffix = 0;
    for (const character of [...text].toReversed()) {
      suffix = this.prepend(this.#atomOfCharacter(character.codePointAt(0) as number), suffix);
    }
    return this.isMatch(suffix);
  }

  #atomOfCharacter(character: number): number {
    let atom = this.#atomOf.get(character);
    if (atom === undefined) {
      atom = this.atoms.findIndex(({ ranges }) => ranges.some(({ min, max }) => character >= min && character <= max));
      this.#atomOf.set(character, atom);
    }
    return atom;
  }

  #add(read: (before: Before) => StateSet): number {
    const other = read("other");
    const word = this.#tracksWords ? read("word") : other;
    const isMatch = this.#reader.isMatch(other, () => read("start"));
    const key = `${isMatch} ${String.fromCharCode(...other)}${this.#tracksWords ? String.fromCharCode(...word) : ""}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#suffixes.length;
    if (id * this.size > maxRemembered) throw new PatternError("pattern-too-large");
    const before = new Int32Array(this.atoms.length).fill(-1);
    this.#suffixes.push({ isMatch, accepting: { word, other }, before });
    this.#ids.set(key, id);
    return id;
  }
}

interface Condition {
  readonly from: number;
  readonly label: Exclude<Label, CharSet>;
}

/** Which states of one machine accept a suffix. */
class MachineReader {
  readonly size: number;
  /** By atom: pairs of a state and the one that a character of the atom leads to. */
  readonly #steps: readonly (readonly number[])[];
  /** By state: the edges without a character that lead to it. */
  readonly #into: readonly (readonly Condition[])[];
  /** States with an edge that asks for a lookahead, the innermost lookaheads first. */
  readonly #asking: readonly { readonly from: number; readonly to: number; readonly label: Label }[];

  /** The states that a string may begin in; undefined where that depends on the string. */
  readonly #entries: readonly number[] | undefined;

  constructor(
    readonly machine: Machine,
    atoms: number,
    isIn: (label: CharSet, atom: number) => boolean,
  ) {
    const steps: number[][] = Array.from({ length: atoms }, () => []);
    const into: Condition[][] = machine.edges.map(() => []);
    const asking: { from: number; to: number; label: Label }[] = [];
    for (const [from, edges] of machine.edges.entries()) {
      for (const { to, label } of edges) {
        if (label instanceof CharSet) {
          for (let atom = 0; atom < atoms; atom++) if (isIn(label, atom)) steps[atom]?.push(from, to);
        } else if (isLookahead(label)) asking.push({ from, to, label });
        else into[to]?.push({ from, label });
      }
    }
    this.#steps = steps;
    this.#into = into;
    this.#entries = asking.length > 0 || looksAround(machine) ? undefined : entriesOf(machine);
    const depth = ({ from }: { readonly from: number }): number => machine.depths[from] as number;
    this.#asking = asking.toSorted((a, b) => depth(b) - depth(a));
    this.size = machine.edges.reduce((sum, edges) => sum + 1 + edges.length, 0);
  }

  /** Whether a suffix is a match as a whole string, by the states that accept it after some character that is not a word character. */
  isMatch(other: StateSet, atStart: () => StateSet): boolean {
    if (this.#entries === undefined) return has(atStart(), this.machine.start);
    return this.#entries.some((state) => has(other, state));
  }

  atEnd(before: Before): StateSet {
    return this.#closed(this.machine.finals, true, before, false);
  }

  before(atom: number, isWord: boolean, after: StateSet, before: Before): StateSet {
    const first: number[] = [];
    const steps = this.#steps[atom] as readonly number[];
    for (let at = 0; at < steps.length; at += 2) {
      if (has(after, steps[at + 1] as number)) first.push(steps[at] as number);
    }
    return this.#closed(first, false, before, isWord);
  }

  /** Adds the states that reach one of these without a character. */
  #closed(first: readonly number[], isEnd: boolean, before: Before, isWordNext: boolean): StateSet {
    const states = new Uint16Array((this.machine.edges.length + 15) >> 4);
    const holds = (label: Condition["label"]): boolean => {
      if (label === null) return true;
      if (label === "start") return before === "start";
      if (label === "end") return isEnd;
      return ((before === "word") !== isWordNext) === (label === "boundary");
    };
    const queue: number[] = [];
    const add = (state: number): void => {
      if (has(states, state)) return;
      states[state >> 4] = (states[state >> 4] as number) | (1 << (state & 15));
      queue.push(state);
    };
    const spread = (): void => {
      for (let to = queue.pop(); to !== undefined; to = queue.pop()) {
        for (const { from, label } of this.#into[to] as readonly Condition[]) if (holds(label)) add(from);
      }
    };
    for (const state of first) add(state);
    spread();
    // A lookahead is complete before the states around it are: those are nested less deeply.
    const { depths } = this.machine;
    for (let begin = 0; begin < this.#asking.length; ) {
      const depth = depths[this.#asking[begin]?.from as number];
      let end = begin;
      while (end < this.#asking.length && depths[this.#asking[end]?.from as number] === depth) end++;
      const level = this.#asking.slice(begin, end);
      for (let isChanged = true; isChanged; ) {
        isChanged = false;
        for (const { from, to, label } of level) {
          if (!isLookahead(label) || has(states, from) || !has(states, to)) continue;
          if (has(states, label.from) === label.isNegated) continue;
          add(from);
          spread();
          isChanged = true;
        }
      }
      begin = end;
    }
    return states;
  }
}

function keyOf(label: CharSet): string {
  return label.ranges.map(({ min, max }) => `${min}-${max}`).join();
}

function has(states: StateSet, state: number): boolean {
  return ((states[state >> 4] as number) & (1 << (state & 15))) !== 0;
}

function looksAround({ edges }: Machine): boolean {
  return edges.some((from) => from.some(({ label }) => label === "boundary" || label === "no-boundary"));
}

/** The states that are reached from the first one at the start of a string, without a character. */
function entriesOf({ edges, start }: Machine): readonly number[] {
  const entries = new Set([start]);
  for (const from of entries) {
    for (const { to, label } of edges[from] ?? []) if (label === null || label === "start") entries.add(to);
  }
  return [...entries];
}
