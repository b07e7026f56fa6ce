import type { Catalogue, Contract } from "@metric-events/runtime";
import { EventScanner } from "./event-scanner.js";
import type { Sink } from "./sink.js";

/** Whether a line must be judged. */
type LineFilter = (text: string) => boolean;

/** Everything that is needed to judge a batch and hand its events to a sink. */
export interface BatchJudge<Result> {
  readonly catalogue: Catalogue;
  readonly contract: Contract;
  readonly scanner: EventScanner;
  readonly sink: Sink<Result>;
  /** Lines that it refuses are counted and not judged. */
  readonly filter: LineFilter | undefined;
}

export function batchJudgeOf<Result>(catalogue: Catalogue, contract: Contract, sink: Sink<Result>): BatchJudge<Result> {
  return {
    catalogue,
    contract,
    scanner: new EventScanner(catalogue, sink.only),
    sink,
    filter: lineFilterOf(sink.only),
  };
}

/**
 * Only a line that contains the name of an event can be that event, unless an escape hides the name. Searching for a name is many
 * times faster than parsing.
 */
function lineFilterOf(only: readonly string[] | undefined): LineFilter | undefined {
  if (only === undefined) return undefined;
  const [first, ...others] = only;
  if (first !== undefined && others.length === 0) return (text) => text.includes(first) || text.includes("\\u");
  // Names are letters, digits and underscores.
  const names = new RegExp([...only, "\\\\u"].join("|"));
  return (text) => names.test(text);
}
