export { contains, type Emptiness, isEmpty, sample, type Verdict } from "./contains.js";
export type { Dialect } from "./dialect/dialect.js";
export type { Json, Schema } from "./json/value.js";
export type { Options } from "./question.js";
export type { Reason, ReasonCode } from "./reason.js";
