export { sourceHelp } from "./baselines/parse-source.js";
export { CheckError, type CheckErrorCode } from "./check-error.js";
export {
  type CheckOptions,
  checkSchemas,
  type DiffOptions,
  diffSchemas,
  replayLogs,
  type SchemaDiff,
} from "./check-schemas.js";
export { type ReleaseChanges, type SchemaHistory, schemaHistory } from "./history.js";
export { formatPack, packErrors } from "./pack/format-pack.js";
export { type PackOptions, type PackResult, packPackage } from "./pack/pack-package.js";
export type { CompatibilityVerdict, EventVerdict, Finding, FindingCode } from "./policy/finding.js";
export { type BumpPolicy, bumpPolicies, type Ignore, type Mode, modes, type Policy } from "./policy/policy.js";
export { type DiffFormat, diffFormats, type EventChanges, formatDiff } from "./print/diff.js";
export { type FormatCheckOptions, formatCheck } from "./print/format-check.js";
export { type CheckResult, errorsOf } from "./result.js";
