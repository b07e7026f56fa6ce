import type { Column } from "../table.js";

/** `error` fails the command; `ignored` was accepted. */
export type FindingSeverity = "error" | "warning" | "ignored";

export interface FindingPlace {
  /** As the user named it. */
  readonly file: string;
  /** From 1; missing where it is about the file as a whole. */
  readonly line?: number | undefined;
  /** From 1. */
  readonly column?: number | undefined;
}

/** What belongs to a finding besides its message: a sentence, or lines that are shown as they are, such as an event. */
export type FindingDetail =
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "code"; readonly lines: readonly string[]; readonly language: "json" | "text" };

/** Something that a command found, and where. Texts may hold anything: printers make them harmless. */
export interface PlacedFinding {
  readonly place: FindingPlace;
  /** The rule that found it. */
  readonly code: string;
  readonly severity: FindingSeverity;
  /** A few words above an annotation. Default: the code. */
  readonly title?: string;
  /** What the message is about, where it does not say so itself. Left out where the title says it, and in JSON. */
  readonly subject?: string | undefined;
  /** What is wrong, in one sentence. */
  readonly message: string;
  readonly details?: readonly FindingDetail[];
  /** Further members of the finding in JSON. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** What is said after all findings. */
export interface FindingSummary {
  readonly table?: { readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] } | undefined;
  /** A sentence each. */
  readonly lines: readonly string[];
  /** What JSON has besides the findings: `{ summary }`, and what else a command has to say. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What code scanning shows beside every finding of a rule. */
export interface RuleText {
  /** What it finds, in a sentence without a full stop. */
  readonly description: string;
  /** What to do about it. */
  readonly help: string;
}
