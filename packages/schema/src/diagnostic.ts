import type { Envelope } from "@metric-events/runtime";

/** A place in a schema file. */
export interface SourceLocation {
  /** Path of the file, relative to the working directory when it is below it. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units, as editors do. */
  readonly column: number;
  /** JSON Pointer (RFC 6901) to the value within the file. */
  readonly pointer: string;
  /** The package that the file belongs to, with its version, such as `@acme/envelope 1.2.0`. */
  readonly package?: string;
}

/** Everything that can be wrong with schema files, and the facts that each diagnostic carries. */
export interface DiagnosticParams {
  "unreadable-file": { reason: string };
  "no-events": { folder: string };
  "file-name": { name: string };
  "not-a-schema": { received: string };
  "not-utf8": { encoding: "UTF-16" | undefined; byte: number };
  "not-json": { reason: string };
  "duplicate-key": { key: string; line: number };
  "inexact-number": { received: string; double: number };
  "unusable-config": { reason: string };
  "lone-surrogate": { received: string };
  "unknown-dialect": { received: string };
  "unknown-keyword": { keyword: string; suggestion: string | undefined; instead: string | undefined };
  "bad-keyword-value": { keyword: string; expected: string; received: string; instead: string | undefined };
  "bad-id": { id: string };
  "id-clash": { id: string; other: string };
  "anchor-clash": { anchor: string };
  "misplaced-id": Record<never, never>;
  "bad-pattern": { pattern: string; reason: string; correction: string | undefined };
  /** `attack` is a text that takes over a million steps; without one, the pattern is too large, or not regular. */
  /** `isUnknown`: the patterns before it took so long to look into that this one was not. */
  "slow-pattern": { pattern: string; attack: string | undefined; isUnknown: boolean };
  /** `isOfPackage`: whoever reads this cannot change the file. */
  "unchecked-format": { format: string; suggestion: string | undefined; isOfPackage: boolean };
  "bigint-branches": { place: string };
  "ref-nowhere": { ref: string; reason: string; suggestion: string | undefined };
  "ref-circle": { path: string };
  "ref-to-event": { ref: string };
  "untitled-recursion": { ref: string; isTitled: boolean };
  "too-large": { what: "deep" | "many"; limit: number };
  "too-many-fields": { field: string; what: "deep" | "many"; limit: number };
  "title-clash": { title: string; other: string; isEvent: boolean };
  "reserved-title": { title: string; isEvent: boolean };
  "idle-title": { title: string; field: string };
  "missing-title": Record<never, never>;
  "missing-description": { subject: string };
  "stub-description": Record<never, never>;
  "missing-unit": { field: string };
  "expected-maximum": {
    field: string;
    expectedMaximum: number;
    reason: "no-number" | "maximum" | "exclusive-maximum" | "minimum" | "exclusive-minimum" | "example";
    limit: number;
  };
  cardinality: { field: string };
  buckets: {
    field: string;
    reason: "no-measure" | "order" | "too-many";
    /** The first bucket that is not greater than the one before it, or how many there are. */
    value: number;
  };
  "part-of": {
    field: string;
    partOf: string;
    reason: "no-count" | "unknown" | "itself" | "whole-no-count" | "other-unit" | "part-itself";
    suggestion: string | undefined;
  };
  "missing-event-const": { field: string; takesAnyName: boolean };
  "event-name": { eventName: string; expected: string; blame: "file" | "const" | "title"; received: string };
  "bad-event-name": { eventName: string };
  /** Where names are any text, the title names the type, and the file is named after it. */
  "event-file": { eventName: string; title: string; expected: string; received: string };
  "field-clash": { field: string; other: string };
  "column-clash": { field: string };
  "reserved-event-name": { name: string };
  "event-name-clash": { eventName: string; other: string };
  "ends-nowhere": { ends: string; reason: "unknown" | "itself" | "unrelated"; suggestion: string | undefined };
  "misplaced-ends": Record<never, never>;
  "misplaced-pairs": Record<never, never>;
  "pairs-taken": { pairs: string } & (
    | { taken: "name"; other: string }
    | { taken: "default"; other: string }
    | { taken: "view" }
    | { taken: "word" }
  );
  spans:
    | { field: string; reason: "no-time" }
    | { field: string; reason: "ends-nothing"; spans: string }
    | { field: string; reason: "other-event"; spans: string; ends: string }
    | { field: string; reason: "twice"; other: string };
  "misplaced-spans": Record<never, never>;
  origin: { field: string; reason: "no-text" | "envelope" } | { field: string; reason: "twice"; other: string };
  "misplaced-origin": Record<never, never>;
  otel:
    | { field: string; reason: "envelope" | "object" | "reserved"; otel: string }
    | { field: string; reason: "twice" | "taken"; otel: string; other: string };
  "misplaced-otel": Record<never, never>;
  "not-an-object": Record<never, never>;
  "missing-envelope": { role: "name" | "time"; field: string };
  "misplaced-envelope": Record<never, never>;
  "envelope-twice": { role: "name" | "time"; field: string; other: string };
  "envelope-differs": { own: Envelope; first: Envelope; other: string };
  "time-example": { field: string; unit: string; example: number; meant: string };
  "time-kind": {
    field: string;
    types: readonly string[];
    unit: string | undefined;
    format: string | undefined;
  };
  "cannot-merge": { keyword: string };
  contradiction: {
    /** What no event satisfies. */
    kind: "whole" | "definition" | "field" | "part" | "branch" | "condition";
    /** The field's or definition's name, else the keyword; empty for a whole file. */
    name: string;
    /** What contradicts what; in the same file unless it names another. Empty where the keywords could not be found. */
    because: readonly { keyword: string; line: number; file?: string }[];
  };
  "branch-field": { field: string; keyword: string };
  "undeclared-required": { field: string; suggestion: string | undefined };
  "reserved-name": { field: string };
  "fieldless-object": Record<never, never>;
  "impossible-member": { received: string; reason: string };
  "invalid-example": { keyword: "examples" | "default"; received: string; reason: string };
}

export type DiagnosticCode = keyof DiagnosticParams;

/** One problem of a schema file. */
export type Diagnostic = {
  [Code in DiagnosticCode]: {
    readonly code: Code;
    readonly location: SourceLocation;
    readonly params: DiagnosticParams[Code];
  };
}[DiagnosticCode];

/** A problem whose line and column are not looked up yet. */
export type Problem = {
  [Code in DiagnosticCode]: {
    readonly code: Code;
    readonly pointer: string;
    readonly at: "key" | "value";
    readonly params: DiagnosticParams[Code];
  };
}[DiagnosticCode];
