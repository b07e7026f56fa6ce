import type { Formula } from "../algebra/formula.js";
import { holds } from "../algebra/holds.js";
import type { Json } from "../json/value.js";
import type { Reason } from "../reason.js";
import type { Goal } from "./goal.js";
import { type NameClass, NameClasses, type TruthOfNames } from "./names.js";
import { found, none, type Result, unknown } from "./result.js";
import type { Search } from "./search.js";

interface Chosen {
  readonly goals: readonly Formula[];
  readonly value: Json;
}
type Properties = ReadonlyMap<string, Chosen>;
interface Demand {
  readonly names: Formula;
  readonly value: Formula;
}

/**
 * Builds an object: the required properties, then a property for each demand on "some property", then as many more as the
 * minimum size needs. Names that no keyword mentions are taken by class: names that match the same patterns are alike.
 */
export function solveObject(goal: Goal, search: Search): Result {
  return new ObjectSearch(goal, search).run();
}

class ObjectSearch {
  readonly #reasons: Reason[] = [];
  readonly #required: string[] = [];
  readonly #demands: Demand[] = [];
  readonly #single = new Map<string, Formula[]>();
  readonly #general: Demand[] = [];
  readonly #mentioned = new Set<string>();
  #min = 0;
  #max = Number.POSITIVE_INFINITY;
  #classes: NameClasses | undefined;

  constructor(
    readonly goal: Goal,
    readonly search: Search,
  ) {
    for (const leaf of goal.leaves) this.#take(leaf);
  }

  run(): Result {
    if (this.#required.length > this.#max || this.#min > this.#max) return none;
    for (const name of this.#required) if (this.#goalsOf(name).some(({ kind }) => kind === "nothing")) return none;
    let properties: Properties = new Map();
    for (const name of this.#required) {
      const goals = this.#goalsOf(name);
      const result = this.search.solve(goals);
      if (result.kind === "none") return none;
      if (result.kind === "unknown") this.#reasons.push(...result.reasons);
      else properties = new Map([...properties, [name, { goals, value: result.value }]]);
    }
    // When a required property is unknown, the rest may still prove that there is no object.
    const isOpen = this.#reasons.length > 0;
    if (isOpen)
      for (const name of this.#required)
        if (!properties.has(name))
          properties = new Map([...properties, [name, { goals: this.#goalsOf(name), value: null }]]);
    const satisfied = this.#satisfy(0, properties);
    if (satisfied !== undefined) {
      const filled = this.#fill(satisfied);
      if (filled !== undefined && !isOpen) {
        return found(Object.fromEntries([...filled].map(([name, chosen]) => [name, this.#realistic(name, chosen)])));
      }
    }
    return this.#reasons.length === 0 ? none : unknown(...this.#reasons.slice(0, 8));
  }

  #take(leaf: Goal["leaves"][number]): void {
    switch (leaf.kind) {
      case "size":
        if (leaf.side === "min") this.#min = Math.max(this.#min, leaf.size);
        else this.#max = Math.min(this.#max, leaf.size);
        break;
      case "required":
        this.#required.push(leaf.name);
        this.#mentioned.add(leaf.name);
        break;
      case "each-property":
        if (leaf.names.kind === "values" && leaf.names.isMember) {
          for (const name of leaf.names.values.values()) {
            if (typeof name === "string") this.#single.set(name, [...(this.#single.get(name) ?? []), leaf.value]);
          }
        } else this.#general.push(leaf);
        mentionedNames(leaf.names, this.#mentioned);
        break;
      case "some-property":
        this.#demands.push(leaf);
        mentionedNames(leaf.names, this.#mentioned);
        break;
    }
  }

  #goalsOf(name: string): readonly Formula[] {
    const goals = [...(this.#single.get(name) ?? [])];
    for (const { names, value } of this.#general) {
      const truth = holds(names, name);
      if (truth === true) goals.push(value);
      if (truth === undefined) this.#reasons.push(...reasonsOfNames(names));
    }
    return goals;
  }

  /** Gives a property to every demand from `index` on; undefined when that is impossible. */
  #satisfy(index: number, properties: Properties): Properties | undefined {
    this.search.budget.spend();
    const demand = this.#demands[index];
    if (demand === undefined) return properties;
    for (const [name, goals] of this.#places(demand, properties)) {
      const all = [...goals, demand.value];
      const result = this.search.solve(all);
      if (result.kind === "unknown") this.#reasons.push(...result.reasons);
      if (result.kind !== "found") continue;
      const satisfied = this.#satisfy(index + 1, new Map([...properties, [name, { goals: all, value: result.value }]]));
      if (satisfied !== undefined) return satisfied;
    }
    return undefined;
  }

  /** The properties that may meet a demand: chosen ones, mentioned ones, and a new one of each class. */
  *#places({ names, value }: Demand, properties: Properties): Generator<readonly [string, readonly Formula[]]> {
    for (const [name, { goals }] of properties) if (this.#isIn(names, name)) yield [name, goals];
    if (properties.size >= this.#max) return;
    for (const name of this.#mentioned) {
      if (!properties.has(name) && this.#isIn(names, name)) yield [name, this.#goalsOf(name)];
    }
    for (const each of this.#newNames(names, value)) {
      const name = this.#newName(each, properties);
      if (name !== undefined && this.#isIn(names, name) && this.#isCertain(name)) yield [name, this.#goalsOf(name)];
    }
  }

  /** Adds properties until there are enough. */
  #fill(properties: Properties): Properties | undefined {
    const filled = new Map(properties);
    const canTake = (name: string): boolean => {
      const goals = this.#goalsOf(name);
      const result = this.search.solve(goals);
      if (result.kind === "unknown") this.#reasons.push(...result.reasons);
      if (result.kind === "found") filled.set(name, { goals, value: result.value });
      return result.kind === "found";
    };
    if (filled.size < this.#min) {
      for (const name of this.#mentioned) {
        if (filled.size >= this.#min) break;
        if (!filled.has(name)) canTake(name);
      }
      const { anything } = this.search.pool;
      for (const each of this.#newNames(anything, anything)) {
        if (filled.size >= this.#min) break;
        for (let index = 0; filled.size < this.#min; index++) {
          // A property takes more memory than a step of anything else.
          this.search.budget.spend(16);
          const name = each.at(index);
          if (name === undefined) this.#blameIncomplete(each);
          if (name === undefined || (!filled.has(name) && !(this.#isCertain(name) && canTake(name)))) break;
        }
      }
    }
    return filled.size < this.#min ? undefined : filled;
  }

  /** Whether it is known which constraints apply to a property of this name. */
  #isCertain(name: string): boolean {
    return this.#general.every(({ names }) => {
      const truth = holds(names, name);
      if (truth === undefined) this.#reasons.push(...reasonsOfNames(names));
      return truth !== undefined;
    });
  }

  #newName(each: NameClass, properties: Properties): string | undefined {
    const name = each.find((candidate) => !properties.has(candidate));
    if (name === undefined) this.#blameIncomplete(each);
    return name;
  }

  #blameIncomplete(each: NameClass): void {
    if (each.isIncomplete()) this.#reasons.push({ code: "pattern-too-large", keywordLocation: "" });
  }

  /** An example that a schema offers for the property, if it fits; else the value found. */
  #realistic(name: string, { goals, value }: Chosen): Json {
    return this.search.pool.examples.of(name).find((example) => this.search.holds(goals, example) === true) ?? value;
  }

  #isIn(names: Formula, name: string): boolean {
    const truth = holds(names, name);
    if (truth === undefined) this.#reasons.push(...reasonsOfNames(names));
    return truth === true;
  }

  /** Classes of names in `names` that no schema mentions, without those that certainly cannot have a value in `value`. */
  *#newNames(names: Formula, value: Formula): Generator<NameClass> {
    const formulas = [...this.#general, ...this.#demands].map((each) => each.names);
    this.#classes ??= new NameClasses(formulas, this.#mentioned, this.search);
    const isPossible = (truthOf: TruthOfNames): boolean => {
      const constraints = this.#general.filter((each) => truthOf(each.names) === true).map((each) => each.value);
      return this.search.solve([value, ...constraints]).kind !== "none";
    };
    yield* this.#classes.inside(names, isPossible);
    this.#reasons.push(...this.#classes.reasons);
  }
}

/** The names that a formula about names spells out. */
function mentionedNames(names: Formula, into: Set<string>): void {
  if (names.kind === "all" || names.kind === "any") for (const part of names.of) mentionedNames(part, into);
  if (names.kind === "reference" && names.target.formula) mentionedNames(names.target.formula, into);
  if (names.kind === "values") for (const name of names.values.values()) if (typeof name === "string") into.add(name);
}

function reasonsOfNames(names: Formula): Reason[] {
  if (names.kind === "opaque") return [names.reason];
  if (names.kind === "all" || names.kind === "any") return names.of.flatMap(reasonsOfNames);
  return [{ code: "unsupported-pattern", keywordLocation: "" }];
}
