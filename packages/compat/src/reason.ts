/** Why a question has no answer. A closed union: callers may switch over it. */
export type ReasonCode =
  /** The step budget ran out; a larger `budget` may decide it. */
  | "budget"
  /** A schema, or the search for an instance, nests deeper than the bound that keeps the stack safe. */
  | "too-deep"
  /** `$schema` names an unknown dialect; the option `dialect` says which one to use instead. */
  | "unknown-dialect"
  /** A reference leads nowhere, or out of the given document. */
  | "unresolved-reference"
  /** A reference applies a schema to the same instance again, without end; the specification leaves this open. */
  | "cyclic-reference"
  /** The value of a keyword is not what the specification asks for. */
  | "invalid-keyword"
  /** A regular expression with a back-reference, or with a lookaround that has no automaton. */
  | "unsupported-pattern"
  /** A regular expression, or several combined, that needs too many states. */
  | "pattern-too-large"
  /** An asserted format whose language is not known. */
  | "unsupported-format"
  /** The keyword combines more branches than are followed. */
  | "too-many-branches"
  /** The only instances found are numbers that no double represents. */
  | "not-representable"
  /** The search found an instance that our own evaluation of the schemas does not confirm. */
  | "witness-refuted"
  /** The search found an instance that no validator confirms; `detail` has the instance and what Ajv said. */
  | "not-confirmed";

export interface Reason {
  readonly code: ReasonCode;
  /** The schema that the location is in; absent when the reason is not about one keyword. */
  readonly schema?: "subset" | "superset";
  /** JSON Pointer to the keyword to blame. */
  readonly keywordLocation: string;
  /** The subject of the code: the reference, the pattern, the value. */
  readonly detail?: string;
}

/** Without duplicates, in the order found. */
export function distinctReasons(reasons: readonly Reason[]): Reason[] {
  const byKey = new Map(
    reasons.map((reason) => [`${reason.code} ${reason.schema} ${reason.keywordLocation} ${reason.detail}`, reason]),
  );
  return [...byKey.values()];
}
