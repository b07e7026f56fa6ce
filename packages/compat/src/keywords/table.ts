import type { Dialect } from "../dialect/dialect.js";
import {
  additionalItems,
  contains201909,
  contains202012,
  items,
  legacyContains,
  legacyItems,
  prefixItems,
} from "./arrays.js";
import {
  bounds,
  constant,
  draft04Bounds,
  enumeration,
  multipleOf,
  pattern,
  sizes,
  type,
  uniqueItems,
} from "./assertions.js";
import { format } from "./format.js";
import type { KeywordCompiler } from "./keyword.js";
import { allOf, anyOf, conditional, negation, oneOf } from "./logic.js";
import {
  additionalProperties,
  dependencies,
  dependentRequired,
  dependentSchemas,
  patternProperties,
  properties,
  propertyNames,
  required,
} from "./objects.js";
import { references } from "./references.js";

const [$ref, $dynamicRef, $recursiveRef] = references as readonly [KeywordCompiler, KeywordCompiler, KeywordCompiler];

const inEvery: readonly KeywordCompiler[] = [
  $ref,
  type,
  enumeration,
  multipleOf,
  ...sizes,
  pattern,
  format,
  uniqueItems,
  required,
  properties,
  patternProperties,
  additionalProperties,
  allOf,
  anyOf,
  oneOf,
  negation,
];
const draft06 = [...inEvery, ...bounds, constant, propertyNames, legacyItems, additionalItems, dependencies];
const since201909 = [...inEvery, ...bounds, constant, propertyNames, dependentRequired, dependentSchemas, conditional];

const unevaluated = ["unevaluatedItems", "unevaluatedProperties"];
/** Keywords that are read together with `if` or `contains`, or by the compiler. */
const companions: Readonly<Record<Dialect, readonly string[]>> = {
  "2020-12": ["then", "else", "minContains", "maxContains", ...unevaluated],
  "2019-09": ["then", "else", "minContains", "maxContains", ...unevaluated],
  "draft-07": ["then", "else"],
  "draft-06": [],
  "draft-04": [],
};

/**
 * By dialect, every keyword that decides whether an instance passes. All others assert nothing. The compiler itself handles
 * `unevaluatedItems` and `unevaluatedProperties`, which depend on the outcomes of all these.
 */
export const keywordTable: Readonly<Record<Dialect, readonly KeywordCompiler[]>> = {
  "2020-12": [...since201909, $dynamicRef, prefixItems, items, contains202012],
  "2019-09": [...since201909, $recursiveRef, legacyItems, additionalItems, contains201909],
  "draft-07": [...draft06, legacyContains, conditional],
  "draft-06": [...draft06, legacyContains],
  "draft-04": [...inEvery, ...draft04Bounds, legacyItems, additionalItems, dependencies],
};

/** The names of all keywords that have an effect in a dialect. */
export function effectiveKeywords(dialect: Dialect): ReadonlySet<string> {
  return new Set([...keywordTable[dialect].map(({ name }) => name), ...companions[dialect]]);
}
