import type { Formula } from "../algebra/formula.js";
import type { Pool } from "../algebra/pool.js";
import type { Dialect } from "../dialect/dialect.js";
import type { Json, JsonObject } from "../json/value.js";
import type { ReasonCode } from "../reason.js";
import type { Outcome } from "./outcome.js";

/** What one keyword of a schema means. */
export interface KeywordCompiler {
  readonly name: string;
  /** The instances that pass, given the value of the keyword. */
  compile(value: Json, context: KeywordContext): Formula;
  /**
   * The ways to pass, by the properties and items that each of them evaluates (for `unevaluatedProperties` and
   * `unevaluatedItems`). They are disjoint, and together they equal what `compile` returns. A keyword without this member
   * evaluates nothing.
   */
  outcomes?(value: Json, context: KeywordContext): readonly Outcome[];
}

export interface KeywordContext {
  readonly pool: Pool;
  readonly dialect: Dialect;
  readonly isFormatAsserted: boolean;
  /** The schema that holds the keyword, for keywords that depend on their neighbours. */
  readonly schema: JsonObject;
  /** The formula of a subschema; the path starts after the keyword. */
  compile(...path: string[]): Formula;
  /** The same for the subschema of a neighbouring keyword, `true` where that is absent. */
  compileBeside(keyword: string): Formula;
  outcomes(...path: string[]): readonly Outcome[];
  outcomesBeside(keyword: string): readonly Outcome[];
  /** The target of a reference, by the rules of the keyword. */
  follow(reference: string): Reference;
  /** A pattern; its place is remembered for reasons. */
  pattern(source: string): Formula;
  /** A formula of unknown meaning that is the same wherever it has this name, and the reason. */
  atom(name: string, code: ReasonCode, detail: string): Formula;
  /** A formula of unknown meaning, and the reason. */
  opaque(code: ReasonCode, detail?: string): Formula;
}

interface Reference {
  compile(): Formula;
  outcomes(): readonly Outcome[];
}

export function isCount(value: Json | undefined): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
