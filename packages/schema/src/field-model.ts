import type { Kind, TypeName } from "./schema-types.js";

/** What a schema says about a value, for tools that work with any schema. */
export interface ValueModel {
  readonly types: readonly TypeName[];
  readonly accepts: string;
  readonly values?: readonly unknown[];
  readonly fields?: readonly FieldModel[];
  readonly items?: ValueModel;
  /** Alternatives that say more about objects and arrays. */
  readonly unions?: readonly UnionModel[];
  /** What undeclared properties may be, and elements whose schema depends on their place. */
  readonly others?: readonly OtherModel[];
}

/** Values of properties or elements that have no descriptor of their own. */
export interface OtherModel extends ValueModel {
  /** Where their schema stands in that of the value: `additionalProperties`, `prefixItems/0`. */
  readonly at: string;
}

export interface UnionModel {
  /** `if` stands for `then` or `else`; `dependentSchemas` for what one field brings, or nothing. */
  readonly keyword: "anyOf" | "oneOf" | "if" | "dependentSchemas";
  /** Where it stands in the schema of the value, if that is not the keyword alone: `allOf/0/anyOf`. */
  readonly at?: string;
  readonly branches: readonly BranchModel[];
}

export interface BranchModel extends ValueModel {
  readonly name?: string;
}

export interface FieldModel extends ValueModel {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly kind?: Kind;
  readonly unit?: string;
  /** Name of the field of the same object that this count is a part of. */
  readonly partOf?: string;
  /** Name of the event that this one ends, and which was this long before it. */
  readonly spans?: string;
  /** What the field says about where the event comes from. */
  readonly origin?: "host";
  /** Greater values are possible, but hardly meant. */
  readonly expectedMaximum?: number;
  /** Of a dimension: whether it has few values, so that it can be a label of time series. */
  readonly cardinality?: "low" | "high";
  /** Of a measure: the upper limits of the buckets of its histogram. */
  readonly buckets?: readonly number[];
  /** Name of its attribute in OpenTelemetry, if that is not its own. */
  readonly otel?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly since?: string;
  readonly deprecated?: true;
}
