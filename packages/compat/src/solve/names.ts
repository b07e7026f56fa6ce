import type { DFA } from "refa";
import type { Formula } from "../algebra/formula.js";
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

const maxClasses = 512;
const maxNames = 20_000;

/** Splits the names that no schema mentions by the patterns and lengths that the formulas ask about. */
export function nameClasses(
  formulas: readonly Formula[],
  mentioned: ReadonlySet<string>,
  search: Search,
): { readonly classes: readonly NameClass[]; readonly reasons: readonly Reason[] } {
  const atoms = new Map<string, StringLeaf>();
  const reasons: Reason[] = [];
  for (const formula of formulas) collect(formula, atoms, reasons);
  const start = search.languages.intersection([]);
  let parts: DFA[] = isFailure(start) ? [] : [start];
  for (const atom of atoms.values()) {
    const inside = search.languages.of(atom);
    const outside = search.languages.of(opposite(atom));
    if (isFailure(inside) || isFailure(outside)) {
      const failure = isFailure(inside) ? inside.failure : "pattern-too-large";
      const at = atom.kind === "pattern" ? search.pool.patternLocations.get(atom.source) : undefined;
      reasons.push({ keywordLocation: "", ...at, code: failure });
      continue;
    }
    const split: DFA[] = [];
    for (const part of parts) {
      for (const side of [inside, outside]) {
        const both = search.languages.both(part, side);
        if (isFailure(both)) reasons.push({ code: both.failure, keywordLocation: "" });
        else if (!both.isEmpty) split.push(both);
      }
    }
    parts = split;
    if (parts.length > maxClasses) {
      reasons.push({ code: "too-many-branches", keywordLocation: "" });
      break;
    }
  }
  return { classes: parts.map((part) => nameClass(part, mentioned, search)), reasons };
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

function collect(formula: Formula, atoms: Map<string, StringLeaf>, reasons: Reason[]): void {
  switch (formula.kind) {
    case "all":
    case "any":
      for (const part of formula.of) collect(part, atoms, reasons);
      return;
    case "reference":
      if (formula.target.formula !== undefined) collect(formula.target.formula, atoms, reasons);
      return;
    case "opaque":
      reasons.push(formula.reason);
      return;
    case "pattern":
      atoms.set(formula.source, { kind: "pattern", source: formula.source, isMatch: true });
      return;
    case "size":
      if (formula.type !== "string") return;
      // "At most n" is the negation of "at least n + 1", so one atom serves both.
      atoms.set(`size ${formula.side === "min" ? formula.size : formula.size + 1}`, {
        kind: "size",
        side: "min",
        size: formula.side === "min" ? formula.size : formula.size + 1,
      });
      return;
    default:
  }
}

function opposite(atom: StringLeaf): StringLeaf {
  if (atom.kind === "pattern") return { ...atom, isMatch: !atom.isMatch };
  return atom.side === "min"
    ? { kind: "size", side: "max", size: atom.size - 1 }
    : { kind: "size", side: "min", size: atom.size + 1 };
}
