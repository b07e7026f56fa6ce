import type { OriginatedColumns } from "../columns/columns.js";
import type { LineExample } from "./line-example.js";

/** Rows of one event with what all aggregates need, computed once. */
export interface BatchRows {
  readonly columns: OriginatedColumns;
  readonly length: number;
  /** The number of the file that they stand in. */
  readonly file: number;
  /** Bucket of each row; NaN for a row that is left out because its time is not usable. */
  readonly buckets: Float64Array;
  /** Hour of the week of each row, from 0 for Monday 00:00. */
  readonly hours: Uint8Array;
  /** Group of each row: the code of its value of the dimension that breaks measures down; 0 without one. */
  readonly groups: Uint32Array;
  /** 1 for a row with a number that looks wrong; `undefined` where there is none. */
  readonly suspects: Uint8Array | undefined;
  /** Codes of the batch to codes of the report. */
  readonly codeOf: Uint32Array;
  /** The code of the empty text, in the report. */
  readonly emptyCode: number;
  /** The event of a row, to be shown. */
  readonly exampleOf: (row: number) => LineExample;
}
