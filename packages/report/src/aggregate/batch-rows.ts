import type { EventColumns } from "../columns/columns.js";

/** Rows of one event with what all aggregates need of them, worked out once. */
export interface BatchRows {
  readonly columns: EventColumns;
  readonly length: number;
  /** Bucket of each row; NaN for a row that is left out, since nobody knows when it was. */
  readonly buckets: Float64Array;
  /** Hour of the week of each row, from 0 for Monday 00:00. */
  readonly hours: Uint8Array;
  /** Group of each row: the code of its value of the dimension by which measures are broken down; 0 without one. */
  readonly groups: Uint32Array;
  /** Codes of the batch to codes of the report. */
  readonly codeOf: Uint32Array;
  /** The line of a row, as {@link import("./place.js").Places} encodes it. */
  readonly placeOf: (row: number) => number;
}
