import type { Formula } from "../algebra/formula.js";
import type { Pool } from "../algebra/pool.js";
import type { Dialect } from "../dialect/dialect.js";
import type { Json, JsonObject } from "../json/value.js";
import type { ReasonCode } from "../reason.js";
import type { Outcome } from "./outcome.js";

/** One keyword: what its presence in a schema means. */
export interface Keyword {
  readonly name: string;
  /** The instances that pass, given the value of the keyword. */
  compile(value: Json, context: KeywordContext): Formula;
  /**
   * The ways to pass, told apart by the properties and items that are evaluated on each (for `unevaluatedProperties`
   * and `unevaluatedItems`). They are disjoint, and together they are what `compile` gives. Without this member,
   * nothing is evaluated.
   */
  outcomes?(value: Json, context: KeywordContext): readonly Outcome[];
}

export interface KeywordContext {
  readonly pool: Pool;
  readonly dialect: Dialect;
  readonly isFormatAsserted: boolean;
  /** The schema that the keyword is in, for keywords that others beside it modify. */
  readonly schema: JsonObject;
  /** The formula of a subschema; the path starts after the keyword. */
  compile(...path: string[]): Formula;
  /** The same for a subschema of another keyword beside it, `true` where there is none. */
  compileBeside(keyword: string): Formula;
  outcomes(...path: string[]): readonly Outcome[];
  outcomesBeside(keyword: string): readonly Outcome[];
  /** What a reference leads to, by the rules of the keyword. */
  follow(reference: string): Reference;
  /** A pattern, and where it stands. */
  pattern(source: string): Formula;
  /** A formula that is not known, and why. */
  opaque(code: ReasonCode, detail?: string): Formula;
}

interface Reference {
  compile(): Formula;
  outcomes(): readonly Outcome[];
}

export function isCount(value: Json | undefined): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
