import type { Formula } from "./algebra/formula.js";
import { Pool } from "./algebra/pool.js";
import { Budget, BudgetSpent } from "./budget.js";
import { Confirmer } from "./confirm/confirmer.js";
import type { Dialect } from "./dialect/dialect.js";
import { Document, type DocumentOptions } from "./dialect/document.js";
import { Library } from "./dialect/library.js";
import { OtherDocuments } from "./dialect/other-documents.js";
import { examplesOf, isDeeperThan, type Json, type JsonSchema } from "./json/value.js";
import { Compiler } from "./keywords/compile.js";
import { distinctReasons, type Reason } from "./reason.js";
import { naiveWitness } from "./search/naive.js";
import type { Result } from "./solve/result.js";
import { Solver } from "./solve/solver.js";

export interface Options {
  /** Whether `format` is an annotation (as the specification has it) or an assertion. Default: `"annotate"`. */
  readonly formats?: "annotate" | "assert";
  /** How many steps a question may take: a count, not a time, so the verdict is the same on every machine. Default: 2,000,000. */
  readonly budget?: number;
  /**
   * The dialect of a schema without `$schema`. Default: 2020-12. When this is given, it also applies to a `$schema` that
   * names an unknown dialect, such as a meta-schema of your own; otherwise such a schema is `unknown`.
   */
  readonly dialect?: Dialect;
  /**
   * Other documents that the schemas may refer to, by the absolute URI at which each would be found. Nothing is ever fetched.
   * The standard meta-schemas are always known.
   */
  readonly documents?: Readonly<Record<string, JsonSchema>>;
  /**
   * Whether a validator must confirm each witness. Default: true. `false` is for callers who need only the proofs
   * (`contained`, `empty`): most of the time of the other verdicts goes into compiling the schemas with Ajv.
   */
  readonly confirm?: boolean;
}

interface Question {
  /** Instances have to be valid against all of these. */
  readonly inside: readonly JsonSchema[];
  /** … and invalid against all of these. */
  readonly outside: readonly JsonSchema[];
  /** The same, for schemas that we made ourselves: no validator is asked about them. */
  readonly derived?: { readonly inside?: readonly JsonSchema[]; readonly outside?: readonly JsonSchema[] };
}

export type Answer =
  | { readonly kind: "found"; readonly value: Json }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly reasons: readonly Reason[] };

const defaultBudget = 2_000_000;
/** Schemas that nest deeper stay unknown: this keeps recursion over schemas within the stack. */
export const maxSchemaDepth = 400;

type Role = "subset" | "superset";

/** Answers questions about schemas. A schema is compiled once for all questions. */
export class Inquiry {
  readonly #options: Options;
  readonly #pool = new Pool();
  readonly #formulas = { subset: new Map<JsonSchema, Formula>(), superset: new Map<JsonSchema, Formula>() };
  readonly #plain: WeakSet<object>;
  readonly #plainFormulas = { subset: new WeakMap<object, Formula>(), superset: new WeakMap<object, Formula>() };
  readonly #others: OtherDocuments;
  readonly #confirmer: Confirmer;
  #documents = 0;
  #spent = 0;

  /** @param plain schemas without references; each is compiled only once, wherever it occurs */
  constructor(options: Options, plain: WeakSet<object> = new WeakSet()) {
    this.#options = options;
    this.#plain = plain;
    const { dialect = "2020-12", documents = {}, formats } = options;
    this.#others = new OtherDocuments(this.#documentOptions());
    const settings = { isFormatAsserted: formats === "assert", dialect, documents };
    this.#confirmer = new Confirmer(settings, (schema) => this.#library(schema, "confirmed"));
  }

  /** Steps taken by all questions so far. */
  get spent(): number {
    return this.#spent;
  }

  /** Steps that one question may take. */
  get budget(): number {
    return this.#options.budget ?? defaultBudget;
  }

  /** A fresh one, so that reasons point into the schemas of its next question. */
  renewed(): Inquiry {
    return new Inquiry(this.#options);
  }

  /**
   * Looks for an instance inside some schemas and outside others: compile, search, confirm. Where the search gives up,
   * plain guesses are tried.
   */
  ask(question: Question): Answer {
    const schemas = [...question.inside, ...question.outside];
    const derived = [...(question.derived?.inside ?? []), ...(question.derived?.outside ?? [])];
    if ([...schemas, ...derived].some((schema) => isDeeperThan(schema, maxSchemaDepth)))
      return unknownAnswer([{ code: "too-deep", keywordLocation: "" }]);
    const reasons: Reason[] = [];
    const budget = new Budget(this.budget);
    try {
      const goals = this.#goals(question);
      const solver = new Solver(this.#pool, budget);
      const isWitness = (value: Json): boolean =>
        solver.holds(goals, value) === true && this.#doubt(question, value) === undefined;
      const example = examplesOf(question.inside[0] ?? true).find(isWitness);
      if (example !== undefined) return { kind: "found", value: example };
      const result = guarded(() => solver.solve(goals));
      if (result.kind === "none") return result;
      if (result.kind === "found") {
        const doubt = this.#doubt(question, result.value);
        if (doubt === undefined) return result;
        reasons.push(doubt);
      } else reasons.push(...result.reasons);
      const inside = goals.slice(0, 1);
      const sample = guarded(() => new Solver(this.#pool, new Budget(20_000)).solve(inside));
      const guess = naiveWitness(schemas, sample.kind === "found" ? [sample.value] : [], isWitness);
      return guess === undefined ? unknownAnswer(reasons) : { kind: "found", value: guess };
    } catch (error) {
      if (error instanceof RangeError) return unknownAnswer([...reasons, { code: "too-deep", keywordLocation: "" }]);
      throw error;
    } finally {
      this.#spent += this.budget - budget.left;
    }
  }

  /** Whether containment can be proved within a few steps; false also means "not known". */
  proves(subset: JsonSchema, superset: JsonSchema, budget: number): boolean {
    if ([subset, superset].some((schema) => isDeeperThan(schema, maxSchemaDepth))) return false;
    const search = (): Result =>
      new Solver(this.#pool, new Budget(budget)).solve(this.#goals({ inside: [subset], outside: [superset] }));
    return guarded(search).kind === "none";
  }

  /** Whether a value is an instance of a schema, by our own evaluation; undefined when it cannot be decided. */
  holds(schema: JsonSchema, value: Json): boolean | undefined {
    return new Solver(this.#pool, new Budget(defaultBudget)).holds([this.#formula(schema, "subset")], value);
  }

  #goals({ inside, outside, derived }: Question): Formula[] {
    return [
      ...[...inside, ...(derived?.inside ?? [])].map((schema) => this.#formula(schema, "subset")),
      ...[...outside, ...(derived?.outside ?? [])].map((schema) =>
        this.#pool.negate(this.#formula(schema, "superset")),
      ),
    ];
  }

  #formula(schema: JsonSchema, side: Role): Formula {
    const known = this.#formulas[side].get(schema);
    if (known !== undefined) return known;
    const compiler = new Compiler(this.#pool, this.#library(schema, side), {
      isFormatAsserted: this.#options.formats === "assert",
      side,
      plain: this.#plain,
      plainFormulas: this.#plainFormulas[side],
    });
    const formula = compiler.compileRoot();
    this.#formulas[side].set(schema, formula);
    return formula;
  }

  #library(schema: JsonSchema, role: Role | "confirmed"): Library {
    return new Library(new Document(`${role} ${this.#documents++}`, schema, this.#documentOptions()), this.#others);
  }

  #documentOptions(): DocumentOptions {
    const { dialect, documents = {} } = this.#options;
    return { dialect: dialect ?? "2020-12", isDialectForced: dialect !== undefined, documents, plain: this.#plain };
  }

  /** Why an instance is not confirmed as a witness; undefined when it is. */
  #doubt({ inside, outside }: Question, value: Json): Reason | undefined {
    if (this.#options.confirm === false) return undefined;
    for (const schema of inside) {
      const doubt = this.#confirmer.doubt(schema, "subset", value);
      if (doubt !== undefined) return doubt;
    }
    for (const schema of outside) {
      const doubt = this.#confirmer.doubt(schema, "superset", value);
      if (doubt !== undefined) return doubt;
    }
    return undefined;
  }
}

/** A search that runs out of budget or stack is unknown. */
function guarded(search: () => Result): Result {
  try {
    return search();
  } catch (error) {
    if (error instanceof BudgetSpent) return unknownAnswer([{ code: "budget", keywordLocation: "" }]);
    if (error instanceof RangeError) return unknownAnswer([{ code: "too-deep", keywordLocation: "" }]);
    throw error;
  }
}

function unknownAnswer(reasons: readonly Reason[]): { readonly kind: "unknown"; readonly reasons: readonly Reason[] } {
  return { kind: "unknown", reasons: distinctReasons(reasons) };
}
