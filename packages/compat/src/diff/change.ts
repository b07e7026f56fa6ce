import type { Json } from "../json/value.js";

const presence = ["added", "removed"] as const;
const bound = [...presence, "increased", "decreased"] as const;
const set = [...presence, "widened", "narrowed", "changed"] as const;

/** What can happen to each keyword. */
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
  /** The schema as a whole, where it is `true`, `false` or cannot be looked into. */
  schema: ["widened", "narrowed", "changed"],
  /** A keyword that decides nothing, of those that the caller asked to compare. */
  annotation: [...presence, "changed"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ChangeSubject = keyof typeof changeKinds;

type KindOf<Subject extends ChangeSubject> = (typeof changeKinds)[Subject][number];

/** `<keyword>-<kind>`: `required-added`, `minimum-increased`, `enum-narrowed`, … A closed union: callers may switch over it. */
export type ChangeCode = { [Subject in ChangeSubject]: `${Subject}-${KindOf<Subject>}` }[ChangeSubject];

export const changeCodes: readonly ChangeCode[] = Object.entries(changeKinds).flatMap(([subject, kinds]) =>
  kinds.map((kind) => `${subject}-${kind}` as ChangeCode),
);

/** What a change is about, as far as it applies. */
export interface ChangeParams {
  /** The property, pattern or annotation keyword. */
  readonly name?: string;
  /** What the baseline says, where it says something. */
  readonly baseline?: Json;
  readonly candidate?: Json;
  /** Members of an enum or a list of types, positions of branches. */
  readonly added?: readonly Json[];
  readonly removed?: readonly Json[];
}

/** A difference of meaning between two schemas: a fact, without a judgement. */
export interface Change {
  readonly code: ChangeCode;
  /** JSON Pointer to what changed, in the baseline; where it was added, to what it was added to. */
  readonly baselineLocation: string;
  /** The same in the candidate. */
  readonly candidateLocation: string;
  /**
   * JSON Pointer to what it is about in an instance, with `*` for each item or property: the first of these places, where the
   * schema that changed is used for several.
   */
  readonly instanceLocation: string;
  /**
   * The innermost of these keywords that the change is below, where there is one: what is allowed below `not` is refused, what is
   * required below `if` is only a condition, and what is said below `propertyNames` is about names.
   */
  readonly within?: "not" | "if" | "propertyNames";
  readonly params: ChangeParams;
}
