import type { LogLine } from "../line/line.js";

/** What following a log yields. */
export type Followed =
  /** Lines of one file. Take them before you ask for the next item. */
  | { readonly kind: "lines"; readonly lines: Iterable<LogLine> }
  /** The file is shorter than what was read of it: it was emptied, and is read from its start. */
  | { readonly kind: "truncated" }
  /**
   * There is no readable log; `reason` says why. Reported once, until there is one. Not reported after a rotation, when the next
   * log does not exist yet.
   */
  | { readonly kind: "missing"; readonly reason: string }
  /** Everything written so far has been yielded. */
  | { readonly kind: "idle" };
