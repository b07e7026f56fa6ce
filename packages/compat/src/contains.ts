import { canonical, isDeeperThan, type Json, type JsonSchema } from "./json/value.js";
import { Inquiry, maxSchemaDepth, type Options } from "./question.js";
import type { Reason } from "./reason.js";

export type Verdict =
  | { readonly verdict: "contained" }
  | { readonly verdict: "not-contained"; readonly witness: Json }
  | { readonly verdict: "unknown"; readonly reasons: readonly Reason[] };

/**
 * Whether every instance of `subset` is an instance of `superset`.
 *
 * `contained` means proved. A `witness` is an instance of `subset` and not of `superset`, by the specification and by Ajv
 * on both schemas as given. `unknown` says which keywords are to blame.
 */
export function contains(subset: JsonSchema, superset: JsonSchema, options: Options = {}): Verdict {
  const result = new Inquiry(options).ask({ inside: [subset], outside: [superset] });
  switch (result.kind) {
    case "none":
      return { verdict: "contained" };
    case "found":
      return { verdict: "not-contained", witness: result.value };
    case "unknown":
      // Whatever a schema means, it is contained in itself.
      return isSame(subset, superset) ? { verdict: "contained" } : { verdict: "unknown", reasons: result.reasons };
  }
}

export type Emptiness =
  | { readonly verdict: "empty" }
  | { readonly verdict: "not-empty"; readonly witness: Json }
  | { readonly verdict: "unknown"; readonly reasons: readonly Reason[] };

/** Whether a schema has no instance at all. */
export function isEmpty(schema: JsonSchema, options: Options = {}): Emptiness {
  const result = new Inquiry(options).ask({ inside: [schema], outside: [] });
  switch (result.kind) {
    case "none":
      return { verdict: "empty" };
    case "found":
      return { verdict: "not-empty", witness: result.value };
    case "unknown":
      return { verdict: "unknown", reasons: result.reasons };
  }
}

/** A small instance, from `examples` and `default` where they fit; undefined when none exists or none was found. */
export function sample(schema: JsonSchema, options: Options = {}): Json | undefined {
  const result = new Inquiry(options).ask({ inside: [schema], outside: [] });
  return result.kind === "found" ? result.value : undefined;
}

function isSame(subset: JsonSchema, superset: JsonSchema): boolean {
  if (subset === superset) return true;
  return !isDeeperThan(subset, maxSchemaDepth) && canonical(subset) === canonical(superset);
}
