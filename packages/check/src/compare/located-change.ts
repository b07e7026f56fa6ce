import type { Change } from "@metric-events/compat";
import type { SourceLocation } from "@metric-events/schema";
import type { EventVersion } from "./event-version.js";
import { changedField } from "./field-path.js";

/** A change with its places in the schema files. */
export interface LocatedChange extends Pick<Change, "code" | "params" | "instanceLocation" | "within"> {
  /** The field that it is about, as people write it; empty for the event as a whole. */
  readonly field: string;
  /** In the schema files as they are now. */
  readonly at: SourceLocation;
  /** In those of the baseline. */
  readonly was: SourceLocation;
}

export function locatedChange(change: Change, before: EventVersion, after: EventVersion): LocatedChange {
  const { code, params, instanceLocation, within, baselineLocation, candidateLocation } = change;
  return {
    code,
    field: changedField(change),
    params,
    instanceLocation,
    ...(within === undefined ? {} : { within }),
    at: after.locate(candidateLocation),
    was: before.locate(baselineLocation),
  };
}
