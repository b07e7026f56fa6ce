import type { Formula } from "../algebra/formula.js";
import { every, holds, not } from "../algebra/holds.js";
import type { Pool } from "../algebra/pool.js";
import { possibleTypes } from "../algebra/possible-types.js";
import type { Budget } from "../budget.js";
import { bitsOf, type InstanceType, instanceTypes } from "../json/types.js";
import type { Json } from "../json/value.js";
import { Languages } from "../language/languages.js";
import type { Reason } from "../reason.js";
import { solveArray } from "./arrays.js";
import { Goal } from "./goal.js";
import { solveNumber } from "./numbers.js";
import { solveObject } from "./objects.js";
import { Alternatives, found, none, type Result, unknown } from "./result.js";
import type { Search } from "./search.js";
import { solveString } from "./strings.js";

const maxDepth = 150;
const maxChoiceDepth = 600;
const scalars: Readonly<Record<string, readonly Json[]>> = { null: [null], boolean: [true, false] };

interface Provisional {
  readonly low: number;
}

/**
 * Looks for an instance of a conjunction, or proves that there is none.
 *
 * Recursion: a goal that is met again below itself is assumed to have no instance there. That is sound because instances are
 * finite. Suppose that goals found empty under such assumptions had instances, and take the lowest one among all of them: its
 * parts are lower instances of the goals below, and following them to the goal that was met again gives an instance of that
 * goal that is lower than the lowest: a contradiction. A result that rests on an assumption is kept only while the assumed
 * goals are being searched; it becomes final when they have no instance either.
 */
export class Solver implements Search {
  readonly languages: Languages;
  readonly #results = new Map<string, Result>();
  readonly #provisional = new Map<string, Provisional>();
  readonly #open = new Map<string, number>();
  #low = Number.POSITIVE_INFINITY;
  #choiceDepth = 0;

  constructor(
    readonly pool: Pool,
    readonly budget: Budget,
  ) {
    this.languages = new Languages(pool.patterns, budget);
  }

  solve(formulas: readonly Formula[]): Result {
    this.budget.spend();
    const goals = [...new Set(formulas)].toSorted((a, b) => a.id - b.id);
    const key = goals.map(({ id }) => id).join();
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const provisional = this.#provisional.get(key);
    const assumed = provisional?.low ?? this.#open.get(key);
    if (assumed !== undefined) {
      this.#low = Math.min(this.#low, assumed);
      return none;
    }
    const index = this.#open.size;
    if (index > maxDepth) return unknown({ code: "too-deep", keywordLocation: "" });
    return this.#solveOpen(key, index, goals);
  }

  holds(formulas: readonly Formula[], instance: Json): boolean | undefined {
    return every(formulas, (formula) => holds(formula, instance));
  }

  #solveOpen(key: string, index: number, goals: readonly Formula[]): Result {
    const lowOutside = this.#low;
    const provisionalBefore = this.#provisional.size;
    this.#low = Number.POSITIVE_INFINITY;
    this.#open.set(key, index);
    const result = this.#search(goals);
    this.#open.delete(key);
    const low = this.#low;
    const created = [...this.#provisional.keys()].slice(provisionalBefore);
    if (result.kind === "none" && low < index) {
      this.#provisional.set(key, { low });
    } else {
      for (const each of created) {
        this.#provisional.delete(each);
        if (result.kind === "none") this.#results.set(each, none);
      }
      this.#results.set(key, result);
    }
    // An instance that was found holds without assumptions, and "unknown" claims nothing.
    this.#low = Math.min(lowOutside, low < index ? low : Number.POSITIVE_INFINITY);
    return result;
  }

  #search(goals: readonly Formula[]): Result {
    const types = goals.reduce((left, goal) => left & possibleTypes(goal), 127);
    const alternatives = new Alternatives();
    for (const type of instanceTypes) {
      if ((types & bitsOf[type]) === 0) continue;
      const result = alternatives.add(this.#searchType(type, goals));
      if (result !== undefined) return result;
    }
    return alternatives.result;
  }

  #searchType(type: InstanceType, goals: readonly Formula[]): Result {
    const values = scalars[type];
    if (values !== undefined) return this.#pick(values, goals, []);
    const goal = Goal.of(type, this.pool);
    return goals.every((formula) => goal.add(formula)) ? this.#choose(goal, goals) : none;
  }

  /** Solves the leaves, and branches on a choice only when the instance found does not happen to satisfy it. */
  #choose(goal: Goal, goals: readonly Formula[]): Result {
    this.budget.spend(1 + Math.floor(goal.pending.length / 16));
    if (!goal.settle()) return none;
    if (goal.members.length > 0) return this.#pickMember(goal, goals);
    const result = this.#solveLeaves(goal);
    if (result.kind === "none") return none;
    const open =
      result.kind === "found"
        ? goal.pending.filter((choice) => every(choice, (each) => not(holds(each, result.value))) !== false)
        : goal.pending;
    const choice = smallest(open);
    if (choice === undefined) return this.#conclude(result, goal, goals);
    if (this.#choiceDepth >= maxChoiceDepth) return unknown({ code: "too-deep", keywordLocation: "" });
    const rest = goal.copy();
    rest.pending = goal.pending.filter((each) => each !== choice);
    const alternatives = new Alternatives();
    this.#choiceDepth++;
    for (const alternative of choice) {
      const branch = rest.copy();
      if (!branch.add(alternative)) continue;
      const outcome = alternatives.add(this.#choose(branch, goals));
      if (outcome !== undefined) {
        this.#choiceDepth--;
        return outcome;
      }
    }
    this.#choiceDepth--;
    return alternatives.result;
  }

  #conclude(result: Result, goal: Goal, goals: readonly Formula[]): Result {
    if (result.kind !== "found") return result;
    if (goal.reasons.length > 0) return unknown(...goal.reasons);
    if (this.holds(goals, result.value) === true) return result;
    return unknown({ code: "witness-refuted", keywordLocation: "" });
  }

  #pickMember(goal: Goal, goals: readonly Formula[]): Result {
    const [first, ...others] = goal.members.toSorted((a, b) => a.values.size - b.values.size);
    const values = [...(first?.values ?? [])].filter(([key]) => others.every((other) => other.values.has(key)));
    const ofType = values.map(([, value]) => value).filter((value) => typeMatches(value, goal.type));
    return this.#pick(ofType, goals, goal.reasons);
  }

  #pick(values: readonly Json[], goals: readonly Formula[], reasons: readonly Reason[]): Result {
    let undecided = reasons;
    let isUnknown = false;
    for (const value of values) {
      this.budget.spend();
      const truth = this.holds(goals, value);
      if (truth === true) return found(value);
      if (truth === undefined) {
        isUnknown = true;
        if (undecided.length === 0) undecided = opaqueReasons(goals, value, this.pool);
      }
    }
    return isUnknown ? unknown(...undecided) : none;
  }

  #solveLeaves(goal: Goal): Result {
    switch (goal.type) {
      case "number":
        return solveNumber(goal, this.budget);
      case "string":
        return solveString(goal, this);
      case "array":
        return solveArray(goal, this);
      case "object":
        return solveObject(goal, this);
      default:
        throw new Error(`no leaves of type ${goal.type}`);
    }
  }
}

function smallest(choices: readonly Formula[][]): Formula[] | undefined {
  let best = choices[0];
  for (const choice of choices) if (choice.length < (best?.length ?? 0)) best = choice;
  return best;
}

function typeMatches(value: Json, type: InstanceType): boolean {
  if (value === null) return type === "null";
  return Array.isArray(value) ? type === "array" : typeof value === type;
}

/** Why a value cannot be judged: the reasons of the opaque formulas and of the patterns that could not be run. */
function opaqueReasons(goals: readonly Formula[], value: Json, pool: Pool): Reason[] {
  const reasons: Reason[] = [];
  const visited = new Set<Formula>();
  const stack = goals.filter((goal) => holds(goal, value) === undefined);
  for (let formula = stack.pop(); formula !== undefined; formula = stack.pop()) {
    if (visited.has(formula)) continue;
    visited.add(formula);
    if (formula.kind === "opaque") reasons.push(formula.reason);
    else if (formula.kind === "pattern") {
      const blame = pool.patternLocations.get(formula.source);
      if (blame !== undefined && typeof value === "string" && holds(formula, value) === undefined) reasons.push(blame);
    } else if (formula.kind === "all" || formula.kind === "any") stack.push(...formula.of);
    else if (formula.kind === "reference" && formula.target.formula) stack.push(formula.target.formula);
    else if ("value" in formula) stack.push(formula.value, ...("names" in formula ? [formula.names] : []));
  }
  return reasons.slice(0, 8);
}
