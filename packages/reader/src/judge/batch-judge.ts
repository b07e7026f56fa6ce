import type { Catalogue, Contract } from "@metric-events/runtime";
import { LineKeysBuilder } from "../duplicates/line-keys.js";
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
  /** Whether lines are bad that `refuseRounded` refuses. */
  readonly refusesRounded: boolean;
  /** Lines that it refuses are counted and not judged. */
  readonly filter: LineFilter | undefined;
  /** Set when duplicates are looked for. */
  readonly keys: LineKeysBuilder | undefined;
}

/** How lines are judged. Plain data, for threads. */
export interface Judging {
  readonly contract: Contract;
  readonly refusesRounded: boolean;
  /** Whether duplicates are looked for. */
  readonly hasKeys: boolean;
}

export function batchJudgeOf<Result>(catalogue: Catalogue, judging: Judging, sink: Sink<Result>): BatchJudge<Result> {
  const { hasKeys, ...how } = judging;
  return {
    catalogue,
    ...how,
    keys: hasKeys ? new LineKeysBuilder() : undefined,
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
