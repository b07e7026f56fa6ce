export { type BigintPlaces, type DigitsOf, hasBigintsInPlace, isBigintAt, toBigints } from "./bigint-places.js";
export { bigintValidator } from "./bigints.js";
export { createCatalogue } from "./catalogue.js";
export { CodedError } from "./coded-error.js";
export { defineEvent, type EventSource, isAccepted } from "./define-event.js";
export { canonicalNumber, compareNumbers, type DoubleFit, doubleFit, limitText } from "./double-fit.js";
export { putBytes, putNumber, putString, putText, utf8Bytes } from "./encode.js";
export {
  defaultEnvelope,
  type Envelope,
  eventNameIn,
  eventNameOf,
  eventTimeIn,
  eventTimeOf,
  isPlausibleTime,
  isSameEnvelope,
  likelyUnit,
  secondsOf,
  type TimeKind,
  timeBigintOf,
  timeValueOf,
  unitsPerSecond,
} from "./envelope.js";
export { equalItems } from "./equal-items.js";
export { exactJsonText } from "./exact-json.js";
export { dayOf, type EventDays, farPastBorder, possibleFarPastBorder } from "./far-past.js";
export { fieldPath, fieldsNamed, otherPath } from "./field-path.js";
export { findEvent } from "./find-event.js";
export { hostFieldOf, hostOfEvent } from "./host.js";
export { formatIssue, InvalidEventError } from "./invalid-event-error.js";
export { maxLineDepth, tooDeepAt } from "./json-depth.js";
export { maxLineBytes } from "./limits.js";
export { isMultipleOf } from "./multiple-of.js";
export { boundedPattern, type Pattern } from "./pattern/bounded-pattern.js";
export { maxPatternSteps, PatternStepsError, withinPatternSteps } from "./pattern/pattern-steps.js";
export { joinPointer, pointerTokens } from "./pointer.js";
export { printableText } from "./printable-text.js";
export { quote } from "./quote.js";
export { isRecord, membersOrNone } from "./record.js";
export { Scan, type ScannedField, type Scanner, scanNumber, scannedLength, scanString, textIn } from "./scan.js";
export { closedValidator, type Shape } from "./shape.js";
export { didYouMean, listNames, suggest } from "./suggest.js";
export {
  type JudgedField,
  type JudgedNumber,
  judgedNumbers,
  judgeTime,
  numberJudge,
  plausibleTimes,
  type Suspect,
  type SuspectCode,
  suspectNumber,
  suspectsIn,
  suspectTime,
} from "./suspect.js";
export { secondsPerUnit } from "./time-unit.js";
export type {
  BranchDescriptor,
  Catalogue,
  Contract,
  Event,
  EventDefinition,
  EventFields,
  EventType,
  FieldDescriptor,
  FieldKind,
  Issue,
  IssueCode,
  JsonType,
  JsonValue,
  OtherDescriptor,
  UnionDescriptor,
  ValueDescriptor,
} from "./types.js";
export {
  addError,
  type Compiled,
  codePointLength,
  equalJson,
  type Validate,
  type ValidationError,
} from "./validate.js";
