import type { Json } from "../json/value.js";

const presence = ["added", "removed"] as const;
const bound = [...presence, "increased", "decreased"] as const;
const set = [...presence, "widened", "narrowed", "changed"] as const;

/** The kinds of change of each keyword. */
const changeKinds = {
  type: set,
  enum: set,
  const: [...presence, "changed"],
  minimum: bound,
  exclusiveMinimum: bound,
  maximum: bound,
  exclusiveMaximum: bound,
  multipleOf: set,
  minLength: bound,
  maxLength: bound,
  pattern: set,
  format: [...presence, "changed"],
  minItems: bound,
  maxItems: bound,
  uniqueItems: presence,
  minContains: bound,
  maxContains: bound,
  minProperties: bound,
  maxProperties: bound,
  required: presence,
  dependentRequired: set,
  properties: set,
  patternProperties: set,
  additionalProperties: set,
  propertyNames: set,
  unevaluatedProperties: set,
  dependentSchemas: set,
  prefixItems: set,
  items: set,
  contains: set,
  unevaluatedItems: set,
  allOf: set,
  anyOf: set,
  oneOf: set,
  not: set,
  if: set,
  then: set,
  else: set,
  /** The schema as a whole, where it is `true`, `false` or opaque. */
  schema: ["widened", "narrowed", "changed"],
  /** An annotation keyword that the caller asked to compare. */
  annotation: [...presence, "changed"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ChangeSubject = keyof typeof changeKinds;

type KindOf<Subject extends ChangeSubject> = (typeof changeKinds)[Subject][number];

/** `<keyword>-<kind>`: `required-added`, `minimum-increased`, `enum-narrowed`, … A closed union: callers may switch over it. */
export type ChangeCode = { [Subject in ChangeSubject]: `${Subject}-${KindOf<Subject>}` }[ChangeSubject];

export const changeCodes: readonly ChangeCode[] = Object.entries(changeKinds).flatMap(([subject, kinds]) =>
  kinds.map((kind) => `${subject}-${kind}` as ChangeCode),
);

/** The details of a change, as far as they apply to it. */
export interface ChangeParams {
  /** The property, pattern or annotation keyword. */
  readonly name?: string;
  /** The value in the baseline, if any. */
  readonly baseline?: Json;
  readonly candidate?: Json;
  /** Members of an enum or a list of types, positions of branches. */
  readonly added?: readonly Json[];
  readonly removed?: readonly Json[];
}

/** A difference of meaning between two schemas: a fact, not a judgement. */
export interface Change {
  readonly code: ChangeCode;
  /** JSON Pointer to what changed in the baseline; for an addition, to what it was added to. */
  readonly baselineLocation: string;
  /** The same in the candidate. */
  readonly candidateLocation: string;
  /**
   * JSON Pointer to the affected place in an instance, with `*` for each item or property. If the changed schema is used in
   * several places, the first of them.
   */
  readonly instanceLocation: string;
  /**
   * The innermost of these keywords that the change is below, if any: `not` refuses what is allowed below it, `if` only makes it a
   * condition, and `propertyNames` applies to names.
   */
  readonly within?: "not" | "if" | "propertyNames";
  readonly params: ChangeParams;
}
