import { restGroup } from "../aggregate/group-slots.js";

/** What all parts of the report share. */
export interface Frame {
  /** Indexes of the buckets to show, without a gap. */
  readonly buckets: readonly number[];
  readonly bucketSeconds: number;
  /** Where the bucket of an index begins, in Unix time. */
  readonly startOf: (bucket: number) => number;
  readonly textOf: (code: number) => string | undefined;
}

/** The name of a group; `undefined` for events without the dimension. */
export function groupName(code: number, { textOf }: Frame): string | undefined {
  return code === restGroup ? "(other values)" : textOf(code);
}
