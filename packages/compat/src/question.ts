import type { Formula } from "./algebra/formula.js";
import { Pool } from "./algebra/pool.js";
import { Budget, BudgetSpent } from "./budget.js";
import { type Validate, validatorOf } from "./confirm/validator.js";
import type { Dialect } from "./dialect/dialect.js";
import { Document } from "./dialect/document.js";
import { Library } from "./dialect/library.js";
import { examplesOf, isDeeperThan, type Json, type Schema } from "./json/value.js";
import { Compiler } from "./keywords/compile.js";
import { distinctReasons, type Reason } from "./reason.js";
import { naiveWitness } from "./search/naive.js";
import type { Result } from "./solve/result.js";
import { Solver } from "./solve/solver.js";

export interface Options {
  /** Whether `format` is an annotation (as the specification has it) or an assertion. Default: `"annotate"`. */
  readonly formats?: "annotate" | "assert";
  /** Steps of the proof, a count and not a time: the verdict is the same on every machine. Default: 2,000,000. */
  readonly budget?: number;
  /**
   * The dialect of a schema without `$schema` (default 2020-12). When it is given, a `$schema` that names no known
   * dialect, such as a meta-schema of your own, is taken for it too; otherwise that is a reason for `unknown`.
   */
  readonly dialect?: Dialect;
  /**
   * Whether Ajv has to confirm a witness before it is shown. Default: true. `false` is for callers to whom only the proofs
   * (`contained`, `empty`) matter: compiling the schemas with Ajv takes most of the time of the other verdicts.
   */
  readonly confirm?: boolean;
}

export interface Question {
  /** Instances have to be valid against all of these. */
  readonly inside: Schema | undefined;
  /** … and invalid against this one. */
  readonly outside: Schema | undefined;
}

export type Answer =
  | { readonly kind: "found"; readonly value: Json }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly reasons: readonly Reason[] };

const defaultBudget = 2_000_000;
/** Schemas that nest deeper are not looked at: it keeps recursion over schemas within the stack. */
export const maxSchemaDepth = 400;

/**
 * Whether there is an instance inside of one schema and outside of another: compile both, search, confirm; where the
 * search gives up, try plain guesses.
 */
export function answer(question: Question, options: Options): Answer {
  const schemas = [question.inside ?? true, question.outside ?? false];
  if (schemas.some((schema) => isDeeperThan(schema, maxSchemaDepth)))
    return unknownAnswer([{ code: "too-deep", keywordLocation: "" }]);
  const budget = new Budget(options.budget ?? defaultBudget);
  const pool = new Pool();
  const reasons: Reason[] = [];
  try {
    const goals = goalsOf(question, pool, options);
    const solver = new Solver(pool, budget);
    const confirm = options.confirm === false ? () => true : confirmer(question, options);
    const isWitness = (value: Json): boolean => solver.holds(goals, value) === true && confirm(value);
    const example = examplesOf(schemas[0] ?? true).find(isWitness);
    if (example !== undefined) return { kind: "found", value: example };
    const result = guarded(() => solver.solve(goals));
    if (result.kind === "none") return result;
    if (result.kind === "found") {
      if (confirm(result.value)) return result;
      reasons.push({ code: "witness-refuted", keywordLocation: "" });
    } else reasons.push(...result.reasons);
    const inside = goals.slice(0, 1);
    const sample = guarded(() => new Solver(pool, new Budget(20_000)).solve(inside));
    const guess = naiveWitness(schemas, sample.kind === "found" ? [sample.value] : [], isWitness);
    return guess === undefined ? unknownAnswer(reasons) : { kind: "found", value: guess };
  } catch (error) {
    if (error instanceof RangeError) return unknownAnswer([...reasons, { code: "too-deep", keywordLocation: "" }]);
    throw error;
  }
}

/** A search that ends with the budget, or with the stack, has no result. */
function guarded(search: () => Result): Result {
  try {
    return search();
  } catch (error) {
    if (error instanceof BudgetSpent) return unknownAnswer([{ code: "budget", keywordLocation: "" }]);
    if (error instanceof RangeError) return unknownAnswer([{ code: "too-deep", keywordLocation: "" }]);
    throw error;
  }
}

function goalsOf({ inside, outside }: Question, pool: Pool, options: Options): Formula[] {
  const compile = (schema: Schema, side: "subset" | "superset"): Formula => {
    const document = new Document(side, schema, options.dialect ?? "2020-12", options.dialect !== undefined);
    return new Compiler(pool, new Library(document), {
      isFormatAsserted: options.formats === "assert",
      side,
    }).compileRoot();
  };
  const goals = inside === undefined ? [] : [compile(inside, "subset")];
  return outside === undefined ? goals : [...goals, pool.negate(compile(outside, "superset"))];
}

function confirmer({ inside, outside }: Question, options: Options): (value: Json) => boolean {
  const settings = { isFormatAsserted: options.formats === "assert", dialect: options.dialect ?? "2020-12" };
  const validators = new Map<Schema, Validate>();
  const valid = (schema: Schema, value: Json): boolean | undefined => {
    const validate = validators.get(schema) ?? validatorOf(schema, settings);
    validators.set(schema, validate);
    return validate(value);
  };
  return (value) =>
    (inside === undefined || valid(inside, value) === true) &&
    (outside === undefined || valid(outside, value) === false);
}

function unknownAnswer(reasons: readonly Reason[]): { readonly kind: "unknown"; readonly reasons: readonly Reason[] } {
  return { kind: "unknown", reasons: distinctReasons(reasons) };
}
