import { restGroup } from "../aggregate/group-slots.js";

/** What is worked out about all events together, for the parts of the report. */
export interface Frame {
  /** Indexes of the buckets that are shown, without a gap. */
  readonly buckets: readonly number[];
  readonly bucketSeconds: number;
  /** Where the bucket of an index begins, in Unix time. */
  readonly startOf: (bucket: number) => number;
  readonly textOf: (code: number) => string | undefined;
}

/** How a group is called; `undefined` for events without the dimension. */
export function groupName(code: number, { textOf }: Frame): string | undefined {
  return code === restGroup ? "(other values)" : textOf(code);
}
