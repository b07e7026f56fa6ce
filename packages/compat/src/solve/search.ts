import type { Formula } from "../algebra/formula.js";
import type { Truth } from "../algebra/holds.js";
import type { Pool } from "../algebra/pool.js";
import type { Budget } from "../budget.js";
import type { Json } from "../json/value.js";
import type { Languages } from "../language/languages.js";
import type { Result } from "./result.js";

/** The search as a whole, as the searches for one instance type see it: they ask it about the parts of an instance. */
export interface Search {
  readonly pool: Pool;
  readonly budget: Budget;
  readonly languages: Languages;
  /** Looks for an instance of all these formulas, or shows that there is none. */
  solve(formulas: readonly Formula[]): Result;
  /** Whether the instance is one of every formula. */
  holds(formulas: readonly Formula[], instance: Json): Truth;
}
