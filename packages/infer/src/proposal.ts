import type { SchemaObject, TypeName } from "@metric-events/schema";
import type { Rival } from "./envelope/choose-fields.js";
import type { LineMapping } from "./envelope/envelope.js";
import type { Guess } from "./guess/guess.js";
import type { LeftOutLines } from "./left-out.js";

/** Event schemas for a log, and the evidence for them. Plain data. */
export interface Proposal {
  /** How lines become the events that the schemas describe. */
  readonly mapping: LineMapping;
  /** Other fields that could name the event or hold its time. */
  readonly rivals: readonly Rival[];
  /** Lines that the proposal was made from: it accepts all of them. */
  readonly lines: number;
  /** Lines that it does not describe, by reason. */
  readonly leftOut: readonly LeftOutLines[];
  /** By name. */
  readonly events: readonly EventProposal[];
  /** The schema files, in the order of their paths. */
  readonly files: readonly ProposedFile[];
}

export interface EventProposal {
  readonly name: string;
  readonly lines: number;
  /** What was guessed about the event as a whole. */
  readonly guesses: readonly Guess[];
  /** In the order of the schema; those of an object after it. */
  readonly fields: readonly FieldEvidence[];
}

/** What was seen of a field, and what was guessed from it. */
export interface FieldEvidence {
  /** `status_info.code`; `items[].sku` within arrays, `by_user.*` where names are data. */
  readonly path: string;
  readonly types: readonly TypeName[];
  /** In how many objects, of how many that could have it; for elements and values, how many there were. */
  readonly seen: number;
  readonly of: number;
  /** How many different texts and numbers; `undefined` where there are too many to count, or none. */
  readonly values: number | undefined;
  readonly guesses: readonly Guess[];
}

export interface ProposedFile {
  /** Below the folder of schemas, with slashes. */
  readonly path: string;
  readonly schema: SchemaObject;
}
