import type { DFA } from "refa";
import type { Formula } from "../algebra/formula.js";
import { leafType } from "../algebra/formula.js";
import { every, not, type Truth } from "../algebra/holds.js";
import { typeBits } from "../json/types.js";
import { isFailure, type StringLeaf } from "../language/languages.js";
import { searchWords } from "../language/words.js";
import type { Reason } from "../reason.js";
import type { Search } from "./search.js";

/** Property names that every constraint treats alike. Names that a schema mentions are in no class. */
export interface NameClass {
  /** The name at this position, or undefined when there are fewer (see `isIncomplete`). */
  at(index: number): string | undefined;
  /** The first suitable name, or undefined when there is none (see `isIncomplete`). */
  find(suits: (name: string) => boolean): string | undefined;
  isIncomplete(): boolean;
}

/** Whether all names of a class, as far as it is split, are in the set that a formula describes. */
export type TruthOfNames = (names: Formula) => Truth;

/** A pattern, a length or an unknown set that splits names into those inside and those outside. */
interface Atom {
  readonly key: string;
  /** The two sides; undefined where they are not known, so that every name may be on either. */
  readonly sides: { readonly inside: DFA; readonly outside: DFA } | undefined;
  /** Why the sides are not known. */
  readonly reasons: readonly Reason[];
}

const maxSplits = 2048;
const maxNames = 20_000;

/**
 * The names that no schema mentions, in classes: split by the patterns and lengths that formulas about names ask for. There may be
 * exponentially many, so they are made one at a time, the ones under the fewest constraints first.
 */
export class NameClasses {
  readonly reasons: Reason[] = [];
  readonly #atoms = new Map<string, Atom>();

  constructor(
    readonly formulas: readonly Formula[],
    readonly mentioned: ReadonlySet<string>,
    readonly search: Search,
  ) {
    for (const formula of formulas) {
      for (const [key, leaf] of atomsOf(formula))
        if (!this.#atoms.has(key)) this.#atoms.set(key, this.#atom(key, leaf));
    }
  }

  /**
   * The classes inside `wanted`.
   *
   * @param isPossible asked while a class is still being split; false skips all classes that it would be split into
   */
  *inside(wanted: Formula, isPossible: (truthOf: TruthOfNames) => boolean): Generator<NameClass> {
    const start = this.search.languages.intersection([]);
    if (isFailure(start)) return;
    const first = new Set(atomsOf(wanted).keys());
    const all = [...this.#atoms.values()];
    const atoms = [...all.filter(({ key }) => first.has(key)), ...all.filter(({ key }) => !first.has(key))];
    const stack: { readonly part: DFA; readonly decided: ReadonlyMap<string, boolean> }[] = [
      { part: start, decided: new Map() },
    ];
    const doubts = all.flatMap(({ reasons }) => reasons);
    let splits = 0;
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const { part, decided } = top;
      const truthOf: TruthOfNames = (names) => truthUnder(names, decided);
      if (truthOf(wanted) === false || !isPossible(truthOf)) continue;
      const atom = atoms[decided.size];
      if (atom === undefined) {
        // It may be a class of no names at all.
        this.reasons.push(...doubts);
        yield nameClass(part, this.mentioned, this.search);
        continue;
      }
      if (++splits > maxSplits) {
        this.reasons.push({ code: "too-many-branches", keywordLocation: "" });
        return;
      }
      // The last one is taken first: a name outside is under fewer constraints.
      for (const isInside of [true, false]) {
        const side = isInside ? atom.sides?.inside : atom.sides?.outside;
        const both = side === undefined ? part : this.search.languages.both(part, side);
        if (isFailure(both)) this.reasons.push({ code: both.failure, keywordLocation: "" });
        else if (!both.isEmpty) stack.push({ part: both, decided: new Map([...decided, [atom.key, isInside]]) });
      }
    }
  }

  #atom(key: string, leaf: StringLeaf | Reason): Atom {
    if ("code" in leaf) return { key, sides: undefined, reasons: [leaf] };
    const { languages, pool } = this.search;
    const [inside, outside] = [languages.of(leaf), languages.of(opposite(leaf))];
    if (!isFailure(inside) && !isFailure(outside)) return { key, sides: { inside, outside }, reasons: [] };
    const at = leaf.kind === "pattern" ? pool.patternLocations.get(leaf.source) : undefined;
    const code = isFailure(inside) ? inside.failure : "pattern-too-large";
    return { key, sides: undefined, reasons: [{ keywordLocation: "", ...at, code }] };
  }
}

/** Undefined while an atom that decides it is open, or is unknown. */
function truthUnder(names: Formula, decided: ReadonlyMap<string, boolean>): Truth {
  switch (names.kind) {
    case "anything":
      return true;
    case "nothing":
      return false;
    case "types":
      return (names.types & typeBits.string) !== 0;
    case "all":
      return every(names.of, (part) => truthUnder(part, decided));
    case "any":
      return not(every(names.of, (part) => not(truthUnder(part, decided))));
    case "values":
      // Names that a schema mentions are in no class.
      return !names.isMember;
    case "reference": {
      const target = names.target.formula;
      if (target === undefined) return undefined;
      const truth = truthUnder(target, decided);
      return names.isPositive ? truth : not(truth);
    }
    case "opaque": {
      const truth = decided.get(opaqueKey(names.name));
      return names.isPositive ? truth : not(truth);
    }
    case "pattern": {
      const truth = decided.get(patternKey(names.source));
      return names.isMatch ? truth : not(truth);
    }
    case "size": {
      if (names.type !== "string") return true;
      const truth = decided.get(sizeKey(names.side === "min" ? names.size : names.size + 1));
      return names.side === "min" ? truth : not(truth);
    }
    default:
      return leafType(names) === "string" ? undefined : true;
  }
}

function nameClass(dfa: DFA, mentioned: ReadonlySet<string>, search: Search): NameClass {
  const found = searchWords(dfa, 0, Number.POSITIVE_INFINITY, search.budget);
  const known: string[] = [];
  let isTruncated = false;
  // The empty name comes last: it is hard to read in a witness.
  let hasEmpty = false;
  const next = (): string | undefined => {
    for (let count = 0; count < maxNames; count++) {
      const { value, done } = found.words.next();
      if (done === true) return undefined;
      if (value === "" && !hasEmpty) {
        hasEmpty = true;
        continue;
      }
      if (!mentioned.has(value)) return value;
    }
    isTruncated = true;
    return undefined;
  };
  const at = (index: number): string | undefined => {
    while (known.length <= index) {
      const name = next();
      if (name === undefined) return index === known.length && hasEmpty && !mentioned.has("") ? "" : undefined;
      known.push(name);
    }
    return known[index];
  };
  return {
    at,
    find(suits) {
      for (let index = 0; ; index++) {
        const name = at(index);
        if (name === undefined || suits(name)) return name;
      }
    },
    isIncomplete: () => isTruncated || found.isIncomplete(),
  };
}

/** The patterns and lengths in a formula about names, and the reasons of the unknown sets in it. */
function atomsOf(formula: Formula): ReadonlyMap<string, StringLeaf | Reason> {
  const atoms = new Map<string, StringLeaf | Reason>();
  const collect = (part: Formula): void => {
    switch (part.kind) {
      case "all":
      case "any":
        for (const each of part.of) collect(each);
        return;
      case "reference":
        if (part.target.formula !== undefined) collect(part.target.formula);
        return;
      case "opaque":
        atoms.set(opaqueKey(part.name), part.reason);
        return;
      case "pattern":
        atoms.set(patternKey(part.source), { kind: "pattern", source: part.source, isMatch: true });
        return;
      case "size": {
        if (part.type !== "string") return;
        // "At most n" is the negation of "at least n + 1", so one atom serves both.
        const size = part.side === "min" ? part.size : part.size + 1;
        atoms.set(sizeKey(size), { kind: "size", side: "min", size });
        return;
      }
      default:
    }
  };
  collect(formula);
  return atoms;
}

function opaqueKey(name: string): string {
  return `opaque ${name}`;
}

function patternKey(source: string): string {
  return `pattern ${source}`;
}

function sizeKey(size: number): string {
  return `size ${size}`;
}

function opposite(atom: StringLeaf): StringLeaf {
  if (atom.kind === "pattern") return { ...atom, isMatch: !atom.isMatch };
  return atom.side === "min"
    ? { kind: "size", side: "max", size: atom.size - 1 }
    : { kind: "size", side: "min", size: atom.size + 1 };
}
