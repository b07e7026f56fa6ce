/** What must hold to go from one state to another without reading a character. */
export type Condition = "always" | "start" | "end" | "boundary" | "no-boundary" | Ahead;

/** Whether what follows is accepted by a state (`(?=…)`), or is not (`(?!…)`). */
export interface Ahead {
  readonly from: number;
  readonly isNegated: boolean;
}

/** A nondeterministic automaton: what a regular expression with the flag `u` accepts. */
export interface PatternMachine {
  readonly steps: readonly { readonly from: number; readonly to: number; readonly set: number }[];
  readonly moves: readonly { readonly from: number; readonly to: number; readonly condition: Condition }[];
  /** How many lookaheads each state is nested in. */
  readonly depths: readonly number[];
  /** For each set of characters, what matches one character of it. */
  readonly sets: readonly RegExp[];
  readonly start: number;
  /** States that accept the end of a text. */
  readonly finals: readonly number[];
}

const maxStates = 10_000;
/** How deep groups may be nested. They are read recursively. */
const maxNesting = 200;

/**
 * Reads a regular expression that is valid under the flag `u`. Sets of characters stay regular expressions, each of one character.
 *
 * @returns `undefined` for what is not regular (back-references), for lookbehinds, for more than 10,000 states, and for groups nested more than 200 deep
 */
export function patternMachine(source: string): PatternMachine | undefined {
  try {
    return new PatternParser(source).machine();
  } catch (error) {
    if (error instanceof UnsupportedPattern) return undefined;
    throw error;
  }
}

class UnsupportedPattern extends Error {}

type Part = (from: number) => number;

class PatternParser {
  readonly #source: string;
  #at = 0;
  #depth = 0;
  #nesting = 0;
  readonly #steps: { from: number; to: number; set: number }[] = [];
  readonly #moves: { from: number; to: number; condition: Condition }[] = [];
  readonly #depths: number[] = [];
  readonly #finals: number[] = [];
  readonly #sets = new Map<string, number>();

  constructor(source: string) {
    this.#source = source;
  }

  machine(): PatternMachine {
    const start = this.#state();
    const all = this.#disjunction();
    this.#step(start, start, "[^]");
    this.#accept(all(start));
    const sets = [...this.#sets.keys()].map((source) => new RegExp(`^(?:${source})$`, "u"));
    return {
      start,
      sets,
      steps: this.#steps,
      moves: this.#moves,
      depths: this.#depths,
      finals: this.#finals,
    };
  }

  #disjunction(): Part {
    if (++this.#nesting > maxNesting) throw new UnsupportedPattern();
    const options = [this.#sequence()];
    while (this.#takes("|")) options.push(this.#sequence());
    this.#nesting--;
    return (from) => {
      const end = this.#state();
      for (const option of options) {
        const begin = this.#state();
        this.#move(from, begin);
        this.#move(option(begin), end);
      }
      return end;
    };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#source[this.#at] as string)) {
      parts.push(this.#quantified(this.#term()));
    }
    return (from) => parts.reduce((at, part) => part(at), from);
  }

  #term(): Part {
    const read = (pattern: RegExp): string | undefined => this.#read(pattern);
    if (read(/\^/y) !== undefined) return this.#condition("start");
    if (read(/\$/y) !== undefined) return this.#condition("end");
    if (read(/\\b/y) !== undefined) return this.#condition("boundary");
    if (read(/\\B/y) !== undefined) return this.#condition("no-boundary");
    const ahead = read(/\(\?[=!]/y);
    if (ahead !== undefined) return this.#lookahead(ahead === "(?!");
    if (read(/\((?:\?:|\?<[^=!>][^>]*>|(?!\?))/y) !== undefined) {
      const inner = this.#disjunction();
      this.#at++;
      return inner;
    }
    const set = read(
      /\[(?:\\[^]|[^\]\\])*\]|\\u\{[^}]*\}|\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|\\u\w{4}|\\x\w\w|\\c\w|\\[pP]\{[^}]*\}|\\[^1-9k]|[^()\\[]/uy,
    );
    if (set === undefined) throw new UnsupportedPattern();
    return (from) => {
      const to = this.#state();
      this.#step(from, to, set);
      return to;
    };
  }

  #condition(condition: Condition): Part {
    return (from) => this.#moved(from, condition);
  }

  #lookahead(isNegated: boolean): Part {
    const inner = this.#disjunction();
    this.#at++;
    return (from) => {
      this.#depth++;
      const begin = this.#state();
      this.#accept(inner(begin));
      this.#depth--;
      return this.#moved(from, { from: begin, isNegated });
    };
  }

  #quantified(part: Part): Part {
    const quantifier = this.#read(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y);
    if (quantifier === undefined) return part;
    const [min, max] = limitsOf(quantifier);
    return (from) => {
      let at = from;
      for (let count = 0; count < min; count++) at = part(at);
      const end = this.#state();
      if (max === Number.POSITIVE_INFINITY) {
        const loop = this.#moved(at, "always");
        this.#move(part(loop), loop);
        this.#move(loop, end);
        return end;
      }
      for (let count = min; count < max; count++) {
        this.#move(at, end);
        at = part(at);
      }
      this.#move(at, end);
      return end;
    };
  }

  /** After a match, anything may follow. */
  #accept(state: number): void {
    this.#step(state, state, "[^]");
    this.#finals.push(state);
  }

  #step(from: number, to: number, source: string): void {
    const set = this.#sets.get(source) ?? this.#sets.size;
    this.#sets.set(source, set);
    this.#steps.push({ from, to, set });
  }

  #move(from: number, to: number, condition: Condition = "always"): void {
    this.#moves.push({ from, to, condition });
  }

  #moved(from: number, condition: Condition): number {
    const to = this.#state();
    this.#move(from, to, condition);
    return to;
  }

  #state(): number {
    if (this.#depths.length >= maxStates) throw new UnsupportedPattern();
    return this.#depths.push(this.#depth) - 1;
  }

  #takes(character: string): boolean {
    const isThere = this.#source[this.#at] === character;
    if (isThere) this.#at++;
    return isThere;
  }

  #read(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

function limitsOf(quantifier: string): readonly [min: number, max: number] {
  if (quantifier.startsWith("*")) return [0, Number.POSITIVE_INFINITY];
  if (quantifier.startsWith("+")) return [1, Number.POSITIVE_INFINITY];
  if (quantifier.startsWith("?")) return [0, 1];
  const [min = "0", max] = quantifier.slice(1, quantifier.indexOf("}")).split(",");
  return [Number(min), max === undefined ? Number(min) : max === "" ? Number.POSITIVE_INFINITY : Number(max)];
}
