import type { ChangeCode, Reason } from "@metric-events/compat";
import type { Issue } from "@metric-events/runtime";
import type { SourceLocation } from "@metric-events/schema";
import type { LocatedChange } from "../compare/located-change.js";
import type { Loss } from "../replay/replay.js";
import type { Bump } from "../versions/bump.js";
import type { Direction, Ignore, Mode } from "./policy.js";

/** What a finding is, for people and for `ignore` entries. */
export type FindingCode =
  | ChangeCode
  | "event-removed"
  /** An optional field went, and a similar one came. */
  | "field-renamed"
  /** It was neither proved compatible nor shown to break. */
  | "undecided"
  /** A break that no single change explains. */
  | "unexplained"
  | "missing-bump"
  | "unreadable-lines"
  | "ignore-unused"
  | "ignore-expired";

interface AnyFinding {
  readonly code: FindingCode;
  /** `error` fails the check; `ignored` is an accepted break. */
  readonly severity: "error" | "warning" | "ignored";
  /** Where to look: a place that exists, in the schema files as they are now. */
  readonly location: SourceLocation;
}

/** The readers that a change breaks. */
export interface BrokenDirection {
  readonly direction: Direction;
  /** The baselines that it breaks with, by name. */
  readonly baselines: readonly string[];
  /** An event that the writers of the one version write and the readers of the other refuse. */
  readonly witness: unknown;
  /** What the reader says of it. */
  readonly issues: readonly Issue[];
}

/** Something that a change breaks. */
export interface BreakFinding extends AnyFinding, BrokenDirection {
  readonly kind: "break";
  readonly eventName: string;
  /** None when the event as a whole was removed. */
  readonly changes: readonly LocatedChange[];
  /** Set where the same change breaks the other direction too: one edit is one finding. */
  readonly also?: BrokenDirection;
  readonly ignoredBy?: Ignore;
  /** Where an event that was removed is in the baseline. */
  readonly was?: SourceLocation;
  /** For an event that was removed: one that looks as if it were the same under another name. */
  readonly suggestion?: string;
}

/** A change that validators do not see, but readers should know of. */
export interface MeaningFinding extends AnyFinding {
  readonly kind: "meaning";
  readonly eventName: string;
  readonly baselines: readonly string[];
  readonly changes: readonly LocatedChange[];
}

export interface UndecidedFinding extends AnyFinding {
  readonly kind: "undecided";
  readonly eventName: string;
  readonly direction: Direction;
  readonly baselines: readonly string[];
  readonly reasons: readonly Pick<Reason, "code" | "detail">[];
}

interface BumpFinding extends AnyFinding {
  readonly kind: "bump";
  readonly bump: Bump;
}

interface IgnoreFinding extends AnyFinding {
  readonly kind: "ignore";
  readonly entry: Ignore;
}

/** Lines of a real log that would stop reading. */
interface LogFinding extends AnyFinding {
  readonly kind: "log";
  readonly loss: Loss;
}

export type Finding = BreakFinding | MeaningFinding | UndecidedFinding | BumpFinding | IgnoreFinding | LogFinding;

export type CompatibilityVerdict = "compatible" | "incompatible" | "unknown";

/** What was decided of one event and one baseline, by containment alone; the mode says which direction counts. */
export interface EventVerdict {
  readonly eventName: string;
  readonly baseline: string;
  readonly status: "added" | "removed" | "same" | "changed";
  readonly mode: Mode;
  readonly backward: CompatibilityVerdict;
  readonly forward: CompatibilityVerdict;
}
