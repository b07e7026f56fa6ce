import type { CollectedFile } from "../collect/collected.js";

/** Which logs a lake has, and how much of each. */
export interface Ledger {
  /** In the order in which they came. A number of a log is an index of this list. */
  readonly logs: readonly KnownLog[];
  /** What it has of logs that came through a stream. */
  readonly collected?: readonly CollectedFile[];
}

/** A log, known by its content: names, inode numbers and compression change, and what is in it stays. */
export interface KnownLog {
  /** The host that the log was said to come from; empty when nobody said. The same bytes of two hosts are two logs. */
  readonly host: string;
  /** Its name when it was last read; only people read it. */
  readonly name: string;
  /** How much of it the lake has, uncompressed: up to the end of a line. */
  readonly bytes: number;
  readonly lines: number;
  /** SHA-256 of these bytes. */
  readonly hash: string;
  /** Shorter hashes of some of its beginnings: they tell it from other logs that begin in the same way. */
  readonly marks: readonly { readonly bytes: number; readonly hash: string }[];
  /** The last line, when it had no newline: it is read again once it goes on. */
  readonly tail?: { readonly bytes: number; readonly hash: string };
  /** Fingerprints of compressed files that hold nothing more. */
  readonly packed?: readonly string[];
}

export const emptyLedger: Ledger = { logs: [] };
