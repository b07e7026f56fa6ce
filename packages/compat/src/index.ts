export {
  type CompareOptions,
  type Comparison,
  compare,
  diff,
  type Revision,
} from "./compare.js";
export { contains, type Emptiness, isEmpty, sample, type Verdict } from "./contains.js";
export type { Dialect } from "./dialect/dialect.js";
export { type Change, type ChangeCode, type ChangeParams, changeCodes } from "./diff/change.js";
export type { Break, Compatibility } from "./diff/explain.js";
export type { Json, JsonSchema } from "./json/value.js";
export type { Options } from "./question.js";
export type { Reason, ReasonCode } from "./reason.js";
