import type { Ahead, Condition, PatternMachine } from "./pattern-machine.js";

/** A bit for each state. */
type StateSet = Uint32Array;
type Before = "start" | "word" | "other";

/** What is known of the rest of a text: the states that accept it, by the kind of the character before it. */
interface Rest {
  readonly word: StateSet;
  readonly other: StateSet;
  /** By class of characters, the rest with a character of it in front. */
  readonly longer: (Rest | undefined)[];
}

interface Move {
  readonly from: number;
  readonly condition: Condition;
}

interface Step {
  readonly from: number;
  readonly to: number;
}

/** Characters that the pattern treats alike. */
interface CharacterClass {
  readonly steps: readonly Step[];
  readonly isWord: boolean;
}

interface Asking {
  readonly from: number;
  readonly to: number;
  readonly ahead: Ahead;
}

/** How many bytes of sets are remembered; when there are more, all are forgotten. */
const maxRememberedBytes = 8_000_000;

/**
 * Whether a text has a match, in time proportional to its length. It reads from the end to the start: the states that accept a rest follow
 * from its first character and from the states that accept what comes after, for lookaheads as well (Thompson 1968, with sets kept as states
 * of a deterministic automaton).
 */
export class LinearMatcher {
  readonly #machine: PatternMachine;
  readonly #isWordUsed: boolean;
  /** By state, the moves that lead to it. */
  readonly #into: Move[][];
  /** By depth of nesting, the innermost first: moves that ask what follows. */
  readonly #asking: readonly (readonly Asking[])[];
  /** By set of characters. */
  readonly #stepsOf: Step[][];
  readonly #classes: CharacterClass[] = [];
  readonly #classIds = new Map<string, number>();
  readonly #classOf = new Map<number, number>();
  readonly #ascii = new Int16Array(128).fill(-1);
  readonly #known = new Map<string, Rest>();
  #rememberedBytes = 0;
  #steps = 0;

  constructor(machine: PatternMachine) {
    const { moves, steps, sets, depths } = machine;
    this.#machine = machine;
    this.#isWordUsed = moves.some(({ condition }) => condition === "boundary" || condition === "no-boundary");
    this.#into = depths.map(() => []);
    const asking = new Map<number, Asking[]>();
    for (const { from, to, condition } of moves) {
      if (typeof condition === "string") this.#into[to]?.push({ from, condition });
      else {
        const depth = depths[from] as number;
        asking.set(depth, [...(asking.get(depth) ?? []), { from, to, ahead: condition }]);
      }
    }
    this.#asking = [...asking].toSorted(([left], [right]) => right - left).map(([, each]) => each);
    this.#stepsOf = sets.map((_, set) => steps.filter((step) => step.set === set));
  }

  /** The most steps that one more character takes: each edge is looked at once, except that lookaheads are asked again when one holds. */
  get stepsPerCharacter(): number {
    const { moves, steps, sets } = this.#machine;
    const asking = this.#asking.reduce((sum, { length }) => sum + length * (length + 1), 0);
    return (this.#isWordUsed ? 2 : 1) * (steps.length + moves.length + asking) + sets.length;
  }

  /** How many steps all texts have taken so far, beyond one for each character. */
  get stepsTaken(): number {
    return this.#steps;
  }

  test(text: string): boolean {
    let rest = this.#end();
    let first = -1;
    let beforeFirst = rest;
    for (let at = text.length - 1; at >= 0; at--) {
      let character = text.charCodeAt(at);
      if (character >= 0xdc00 && character <= 0xdfff && at > 0) {
        const pair = text.codePointAt(at - 1) as number;
        if (pair > 0xffff) {
          character = pair;
          at--;
        }
      }
      const known = character < 128 ? (this.#ascii[character] as number) : -1;
      first = known >= 0 ? known : this.#class(character);
      beforeFirst = rest;
      rest = rest.longer[first] ?? this.#prepend(first, rest);
    }
    const { start, finals } = this.#machine;
    const states = first < 0 ? this.#closed(finals, "start", false, true) : this.#read(first, beforeFirst, "start");
    return has(states, start);
  }

  #end(): Rest {
    const { finals } = this.#machine;
    return this.#rest((before) => this.#closed(finals, before, false, true));
  }

  #prepend(characters: number, rest: Rest): Rest {
    const longer = this.#rest((before) => this.#read(characters, rest, before));
    rest.longer[characters] = longer;
    return longer;
  }

  #rest(read: (before: Before) => StateSet): Rest {
    const other = read("other");
    const word = this.#isWordUsed ? read("word") : other;
    const key = `${textOf(other)}${this.#isWordUsed ? textOf(word) : ""}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const rest: Rest = { word, other, longer: [] };
    this.#rememberedBytes += 200 + key.length * 6;
    if (this.#rememberedBytes > maxRememberedBytes) {
      // Those that are still in use lead to others only by `longer`, so they are cut off from what is forgotten.
      for (const each of this.#known.values()) each.longer.length = 0;
      this.#known.clear();
      this.#rememberedBytes = 0;
    }
    this.#known.set(key, rest);
    return rest;
  }

  #read(characters: number, { word, other }: Rest, before: Before): StateSet {
    const { steps, isWord } = this.#classes[characters] as CharacterClass;
    const after = isWord ? word : other;
    const first: number[] = [];
    this.#steps += steps.length;
    for (const { from, to } of steps) if (has(after, to)) first.push(from);
    return this.#closed(first, before, isWord, false);
  }

  /** Adds the states that reach one of these without a character. */
  #closed(first: readonly number[], before: Before, isWordNext: boolean, isEnd: boolean): StateSet {
    const states = new Uint32Array((this.#machine.depths.length + 31) >>> 5);
    const queue: number[] = [];
    const add = (state: number): void => {
      if (has(states, state)) return;
      states[state >>> 5] = (states[state >>> 5] as number) | (1 << (state & 31));
      queue.push(state);
    };
    const holds = (condition: Condition): boolean => {
      if (condition === "always") return true;
      if (condition === "start") return before === "start";
      if (condition === "end") return isEnd;
      return ((before === "word") !== isWordNext) === (condition === "boundary");
    };
    const spread = (): void => {
      for (let to = queue.pop(); to !== undefined; to = queue.pop()) {
        const moves = this.#into[to] as readonly Move[];
        this.#steps += moves.length;
        for (const { from, condition } of moves) if (holds(condition)) add(from);
      }
    };
    for (const state of first) add(state);
    spread();
    for (const level of this.#asking) {
      for (let isChanged = true; isChanged; ) {
        isChanged = false;
        this.#steps += level.length;
        for (const { from, to, ahead } of level) {
          if (has(states, from) || !has(states, to) || has(states, ahead.from) === ahead.isNegated) continue;
          add(from);
          spread();
          isChanged = true;
        }
      }
    }
    return states;
  }

  #class(character: number): number {
    const known = this.#classOf.get(character);
    if (known !== undefined) return known;
    const text = String.fromCodePoint(character);
    const isWord = this.#isWordUsed && /\w/.test(text);
    this.#steps += this.#machine.sets.length;
    const isIn = this.#machine.sets.map((set) => set.test(text));
    const key = `${Number(isWord)}${isIn.map(Number).join("")}`;
    let id = this.#classIds.get(key);
    if (id === undefined) {
      const steps = this.#stepsOf.filter((_, set) => isIn[set]).flat();
      id = this.#classes.push({ steps, isWord }) - 1;
      this.#classIds.set(key, id);
    }
    this.#classOf.set(character, id);
    if (character < 128) this.#ascii[character] = id;
    return id;
  }
}

function has(states: StateSet, state: number): boolean {
  return ((states[state >>> 5] as number) & (1 << (state & 31))) !== 0;
}

function textOf(states: StateSet): string {
  // Faster than to spread it.
  return String.fromCharCode.apply(undefined, new Uint16Array(states.buffer) as unknown as number[]);
}
