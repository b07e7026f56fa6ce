import type { Line } from "../line/line.js";

/** What following a log brings. */
export type Followed =
  /** Lines of one file, to be taken before anything else is asked for. */
  | { readonly kind: "lines"; readonly lines: Iterable<Line> }
  /** The file became shorter than what was read of it: it was emptied, and is read from its start. */
  | { readonly kind: "truncated" }
  /**
   * There is no log, or none that may be read; `reason` says why. Said once, until there is one, and not when a log was renamed
   * and its successor does not exist yet: that is how rotation goes.
   */
  | { readonly kind: "missing"; readonly reason: string }
  /** Everything that there was has been handed on. */
  | { readonly kind: "idle" };
