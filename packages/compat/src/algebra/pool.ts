import { type Decimal, fromNumber } from "../json/decimal.js";
import { bitsOf, everyType, type TypeSet } from "../json/types.js";
import { canonical, isArray, isObject, type Json } from "../json/value.js";
import { type Matcher, matcherOf } from "../language/matcher.js";
import { PatternAutomata } from "../language/pattern-automata.js";
import type { Reason } from "../reason.js";
import { PropertyExamples } from "./examples.js";
import type { Formula, Leaf, ReferenceTarget, Side, ValueSet } from "./formula.js";
import { leafType } from "./formula.js";

type Shape<F> = F extends Formula ? Omit<F, "id"> : never;

/** Makes simplified formulas, equal ones only once, and negates them. */
export class Pool {
  readonly #byKey = new Map<string, Formula>();
  readonly #negations = new Map<Formula, Formula>();
  readonly #matchers = new Map<string, Matcher | undefined>();

  readonly anything: Formula = this.#intern("anything", { kind: "anything" });
  readonly nothing: Formula = this.#intern("nothing", { kind: "nothing" });

  readonly patterns = new PatternAutomata();
  readonly examples = new PropertyExamples();
  /** The first place of each pattern, to blame when it has no automaton. */
  readonly patternLocations = new Map<string, Reason>();

  constructor() {
    this.pair(this.anything, this.nothing);
  }

  types(types: TypeSet): Formula {
    if (types === 0) return this.nothing;
    if (types === everyType) return this.anything;
    return this.#intern(`types ${types}`, { kind: "types", types });
  }

  values(values: readonly Json[], isMember = true): Formula {
    const set: ValueSet = new Map(values.map((value) => [canonical(value), value]));
    if (set.size === 0) return isMember ? this.nothing : this.anything;
    const key = `values ${isMember} ${[...set.keys()].toSorted().join()}`;
    return this.#intern(key, { kind: "values", values: set, isMember });
  }

  all(formulas: readonly Formula[]): Formula {
    let types = everyType;
    const parts = new Set<Formula>();
    for (const formula of formulas) {
      for (const part of formula.kind === "all" ? formula.of : [formula]) {
        if (part.kind === "nothing") return this.nothing;
        if (part.kind === "types") types &= part.types;
        else if (part.kind !== "anything") parts.add(part);
      }
    }
    if (types === 0) return this.nothing;
    if (types !== everyType) parts.add(this.types(types));
    return this.#join("all", parts, this.anything);
  }

  any(formulas: readonly Formula[]): Formula {
    let types = 0;
    const parts = new Set<Formula>();
    for (const formula of formulas) {
      for (const part of formula.kind === "any" ? formula.of : [formula]) {
        if (part.kind === "anything") return this.anything;
        if (part.kind === "types") types |= part.types;
        else if (part.kind !== "nothing") parts.add(part);
      }
    }
    if (types === everyType) return this.anything;
    if (types !== 0) parts.add(this.types(types));
    return this.#join("any", parts, this.nothing);
  }

  reference(target: ReferenceTarget, isPositive = true): Formula {
    return this.#intern(`reference ${isPositive} ${target.key}`, { kind: "reference", target, isPositive });
  }

  /** An unknown set of instances, the same one for the same name. */
  opaque(reason: Reason, isPositive = true, name = JSON.stringify(reason)): Formula {
    return this.#intern(`opaque ${isPositive} ${name}`, { kind: "opaque", name, reason, isPositive });
  }

  bound(side: Side, bound: number | Decimal, isExclusive: boolean): Formula {
    const exact = typeof bound === "number" ? fromNumber(bound) : bound;
    return this.#leaf(`${side} ${exact.numerator}/${exact.denominator} ${isExclusive}`, {
      kind: "bound",
      side,
      bound: exact,
      isExclusive,
    });
  }

  multiple(of: number | Decimal, isMultiple = true): Formula {
    const exact = typeof of === "number" ? fromNumber(of) : of;
    return this.#leaf(`${exact.numerator}/${exact.denominator} ${isMultiple}`, {
      kind: "multiple",
      of: exact,
      isMultiple,
    });
  }

  pattern(source: string, isMatch = true): Formula {
    if (!this.#matchers.has(source)) this.#matchers.set(source, matcherOf(source, this.patterns));
    const matcher = this.#matchers.get(source);
    return this.#leaf(`${isMatch} ${source}`, { kind: "pattern", source, matcher, isMatch });
  }

  /** At least (`min`) or at most (`max`) this size. */
  size(type: "string" | "array" | "object", side: Side, size: number): Formula {
    if (side === "min" && size <= 0) return this.anything;
    if (side === "max" && size < 0) return this.types(everyType & ~bitsOf[type]);
    return this.#leaf(`${type} ${side} ${size}`, { kind: "size", type, side, size });
  }

  item(index: number, value: Formula): Formula {
    if (value === this.anything) return this.anything;
    if (value === this.nothing) return this.size("array", "max", index);
    return this.#leaf(`${index} ${value.id}`, { kind: "item", index, value });
  }

  items(from: number, value: Formula): Formula {
    if (value === this.anything) return this.anything;
    if (value === this.nothing) return this.size("array", "max", from);
    return this.#leaf(`${from} ${value.id}`, { kind: "items", from, value });
  }

  count(from: number, value: Formula, side: Side, count: number): Formula {
    if (side === "min" && count <= 0) return this.anything;
    if (side === "max" && count < 0) return this.types(everyType & ~bitsOf.array);
    if (side === "max" && count === 0) return this.items(from, this.negate(value));
    if (value === this.anything) return this.size("array", side, from + count);
    if (value === this.nothing) return side === "max" ? this.anything : this.types(everyType & ~bitsOf.array);
    return this.#leaf(`${from} ${value.id} ${side} ${count}`, { kind: "count", from, value, side, count });
  }

  unique(isUnique = true): Formula {
    return this.#leaf(`${isUnique}`, { kind: "unique", isUnique });
  }

  required(name: string): Formula {
    return this.#leaf(name, { kind: "required", name });
  }

  /** A property of this name, if there is one, has a value in `value`. */
  property(name: string, value: Formula): Formula {
    return this.eachProperty(this.values([name]), value);
  }

  eachProperty(names: Formula, value: Formula): Formula {
    if (value === this.anything || names === this.nothing) return this.anything;
    if (names === this.anything && value === this.nothing) return this.size("object", "max", 0);
    return this.#leaf(`${names.id} ${value.id}`, { kind: "each-property", names, value });
  }

  someProperty(names: Formula, value: Formula): Formula {
    if (value === this.nothing || names === this.nothing) return this.types(everyType & ~bitsOf.object);
    if (names === this.anything && value === this.anything) return this.size("object", "min", 1);
    if (names.kind === "values" && names.isMember && names.values.size === 1) {
      const [name] = names.values.values();
      if (typeof name === "string") return this.all([this.required(name), this.eachProperty(names, value)]);
    }
    return this.#leaf(`${names.id} ${value.id}`, { kind: "some-property", names, value });
  }

  /** Exactly this array or object, spelled out one level deep. */
  structure(value: Json): Formula {
    if (isArray(value)) {
      const items = value.map((item, index) => this.item(index, this.values([item])));
      const sizes = [this.size("array", "min", value.length), this.size("array", "max", value.length)];
      return this.all([this.types(bitsOf.array), ...sizes, ...items]);
    }
    if (!isObject(value)) return this.values([value]);
    const names = Object.keys(value);
    return this.all([
      this.types(bitsOf.object),
      ...names.map((name) => this.required(name)),
      ...names.map((name) => this.property(name, this.values([value[name] as Json]))),
      this.eachProperty(this.values(names, false), this.nothing),
    ]);
  }

  negate(formula: Formula): Formula {
    const known = this.#negations.get(formula);
    if (known !== undefined) return known;
    const negation = this.#negation(formula);
    this.pair(formula, negation);
    return negation;
  }

  /** Records that each is the complement of the other, for a caller who knows a shorter form than `negate` would derive. */
  pair(formula: Formula, negation: Formula): void {
    if (!this.#negations.has(formula)) this.#negations.set(formula, negation);
    if (!this.#negations.has(negation)) this.#negations.set(negation, formula);
  }

  /** The complement, if it exists already. */
  knownNegation(formula: Formula): Formula | undefined {
    return this.#negations.get(formula);
  }

  #negation(formula: Formula): Formula {
    switch (formula.kind) {
      case "anything":
        return this.nothing;
      case "nothing":
        return this.anything;
      case "types":
        return this.types(everyType & ~formula.types);
      case "all":
        return this.any(formula.of.map((part) => this.negate(part)));
      case "any":
        return this.all(formula.of.map((part) => this.negate(part)));
      case "values":
        return this.values([...formula.values.values()], !formula.isMember);
      case "reference":
        return this.reference(formula.target, !formula.isPositive);
      case "opaque":
        return this.opaque(formula.reason, !formula.isPositive, formula.name);
      default:
        return this.all([this.types(bitsOf[leafType(formula)]), this.#dual(formula)]);
    }
  }

  /** The negation of a leaf within its type: not (T ⇒ c) is T ∧ (T ⇒ dual c). */
  #dual(leaf: Leaf): Formula {
    switch (leaf.kind) {
      case "bound":
        return this.bound(leaf.side === "min" ? "max" : "min", leaf.bound, !leaf.isExclusive);
      case "multiple":
        return this.multiple(leaf.of, !leaf.isMultiple);
      case "pattern":
        return this.pattern(leaf.source, !leaf.isMatch);
      case "size":
        return leaf.side === "min"
          ? this.size(leaf.type, "max", leaf.size - 1)
          : this.size(leaf.type, "min", leaf.size + 1);
      case "item":
        return this.all([this.size("array", "min", leaf.index + 1), this.item(leaf.index, this.negate(leaf.value))]);
      case "items":
        return this.count(leaf.from, this.negate(leaf.value), "min", 1);
      case "count":
        return leaf.side === "min"
          ? this.count(leaf.from, leaf.value, "max", leaf.count - 1)
          : this.count(leaf.from, leaf.value, "min", leaf.count + 1);
      case "unique":
        return this.unique(!leaf.isUnique);
      case "required":
        return this.property(leaf.name, this.nothing);
      case "each-property":
        return this.someProperty(leaf.names, this.negate(leaf.value));
      case "some-property":
        return this.eachProperty(leaf.names, this.negate(leaf.value));
    }
  }

  #join(kind: "all" | "any", parts: ReadonlySet<Formula>, ifNone: Formula): Formula {
    const of = [...parts].toSorted((a, b) => a.id - b.id);
    if (of.length <= 1) return of[0] ?? ifNone;
    return this.#intern(`${kind} ${of.map((part) => part.id).join()}`, { kind, of });
  }

  #leaf(key: string, leaf: Leaf): Formula {
    return this.#intern(`${leaf.kind} ${key}`, leaf);
  }

  #intern(key: string, shape: Shape<Formula>): Formula {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const formula = { ...shape, id: this.#byKey.size } as Formula;
    this.#byKey.set(key, formula);
    return formula;
  }
}
