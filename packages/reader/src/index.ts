export {
  DuplicateFinder,
  type DuplicateRange,
  type Duplicates,
} from "./duplicates/duplicate-finder.js";
export { duplicateCount, duplicateDetail, duplicateText } from "./duplicates/duplicate-prose.js";
export { type FollowOptions, followLog } from "./follow/follow.js";
export type { Followed } from "./follow/followed.js";
export { type LastLinesOptions, lastLines } from "./follow/last-lines.js";
export { BadLineFinder } from "./judge/bad-line-finder.js";
export { countEvents, type EventCounts } from "./judge/count-sink.js";
export type { EventScanner } from "./judge/event-scanner.js";
export { startThreads } from "./judge/judge-log.js";
export {
  type BadLine,
  type JudgeCallbacks,
  type JudgeOptions,
  judgeLogs,
  type ReadProgress,
  type ResultPlace,
  type UnreadLog,
} from "./judge/judge-logs.js";
export { compiledModule, type Sink, type SinkFactory, type SinkModule } from "./judge/sink.js";
export { type SuspectLines } from "./judge/suspect-finder.js";
export { type EventTally, type SuspectTally, Tally } from "./judge/tally.js";
export type { CatalogueSource, Threads } from "./judge/threads.js";
export type { WorkerPool } from "./judge/worker-pool.js";
export {
  type Diagnosis,
  diagnose,
  diagnoseNumbers,
  type Fault,
  type FaultCode,
  type NumberHolder,
} from "./line/diagnose.js";
export { exactJson, withExactNumbers } from "./line/exact-numbers.js";
export { faultLine, faultMessage, faultNames } from "./line/fault-prose.js";
export {
  eventOf,
  type GoodLine,
  isBlank,
  type JudgedLine,
  judgeLine,
  type RefusedLine,
  refuseRounded,
} from "./line/judge-line.js";
export { type LogLine, maxLineBytes, type NotUtf8Line, type TextLine, type TooLongLine } from "./line/line.js";
export { type LineValue, lineValue } from "./line/line-value.js";
export { ExactNumber, keysOf, type NumberToken, pointerOf } from "./line/number-tokens.js";
export { LogError, type LogErrorCode } from "./log-error.js";
export { hostFolder } from "./origin/host-folder.js";
export { type EventOrigin, type HostOf, originOfEvent, originOfLog } from "./origin/log-origin.js";
export { orderLogs } from "./origin/order-logs.js";
export { Pairing, type PairingCounts, type PairingOutcome } from "./pairing/pairing.js";
export { compressionOf } from "./read/compression.js";
export { type LogFamilyOptions, openLogFamily } from "./read/log-family.js";
export { type LogFile, type LogOrigin, type LogSection, stdinName, streamLog } from "./read/log-file.js";
export { fileIdentity, type OpenLogsOptions, openLogs, totalSize } from "./read/open-logs.js";
export { logChunks, readLines } from "./read/read-log.js";
export { isFileOfLog } from "./read/rotated-name.js";
export { type ChangedNumber, type ReadEventsOptions, type ReadItem, readEvents } from "./read-events.js";
export {
  conditionForms,
  type FieldCondition,
  hostConditions,
  parseConditions,
  testsByField,
} from "./select/condition.js";
export { createFilter, type EventSelection, type Filter } from "./select/filter.js";
export { globParts } from "./select/glob.js";
export { SelectionError, type SelectionErrorCode } from "./select/selection-error.js";
