export * from "./generated/index.js";
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
} from "./runtime/index.js";
