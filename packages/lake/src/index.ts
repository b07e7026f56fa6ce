export { type Appended, type AppendOptions, appendLogs } from "./append-logs.js";
export type { CollectedMessage } from "./collect/accept-messages.js";
export type { CollectedFile, CollectRange } from "./collect/collected.js";
export {
  type Collected,
  LakeCollection,
  type SeenStream,
  type StagedRange,
} from "./collect/lake-collection.js";
export { type Compacted, type CompactOptions, compactLake } from "./compact-lake.js";
export { LakeError, type LakeErrorCode } from "./lake-error.js";
export type { LeftOutLog } from "./logs/left-out.js";
export { isLake } from "./manifest/lake-files.js";
export { Lake } from "./open-lake.js";
