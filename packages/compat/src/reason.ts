/** Why a question stays open. A closed union: callers may switch over it. */
export type ReasonCode =
  /** The step budget ran out; a larger `budget` may decide it. */
  | "budget"
  /** A schema, or the search for an instance, nests deeper than the bound that keeps the stack safe. */
  | "too-deep"
  /** `$schema` names a dialect that is not known; `dialect` says what to take it for. */
  | "unknown-dialect"
  /** A reference leads nowhere, or outside of the given document. */
  | "unresolved-reference"
  /** A reference applies a schema to the same instance again, without end; the specification leaves this open. */
  | "cyclic-reference"
  /** The value of a keyword is not what the specification asks for. */
  | "invalid-keyword"
  /** A regular expression with a back-reference or a lookaround that is not a regular language here. */
  | "unsupported-pattern"
  /** A regular expression or a product of several that needs too many states. */
  | "pattern-too-large"
  /** A format that is asserted but has no definition here. */
  | "unsupported-format"
  /** The keyword combines more branches than are followed. */
  | "too-many-branches"
  /** The only instances found are numbers that no double represents. */
  | "not-representable"
  /** The prover found an instance that the validator, or the evaluation of the schemas, does not confirm. */
  | "witness-refuted";

export interface Reason {
  readonly code: ReasonCode;
  /** The schema that the location is in; absent when the reason is not about one keyword. */
  readonly schema?: "subset" | "superset";
  /** JSON Pointer to the keyword to blame. */
  readonly keywordLocation: string;
  /** What the code is about: the reference, the pattern, the value. */
  readonly detail?: string;
}

/** Without duplicates, in the order found. */
export function distinctReasons(reasons: readonly Reason[]): Reason[] {
  const byKey = new Map(
    reasons.map((reason) => [`${reason.code} ${reason.schema} ${reason.keywordLocation} ${reason.detail}`, reason]),
  );
  return [...byKey.values()];
}
