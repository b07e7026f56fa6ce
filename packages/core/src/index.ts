export {
  type Catalogue,
  type Contract,
  type EventDefinition,
  type EventFields,
  type EventType,
  formatIssue,
  InvalidEventError,
  type Issue,
  type IssueCode,
} from "@metric-events/runtime";
export * from "./generated/index.js";
