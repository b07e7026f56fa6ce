import type { EventColumns, PackedColumns } from "./columns.js";

/** Columns as threads hand them over: what {@link unpack} takes apart. */
export function packColumns({ eventName, times, lines, hosts, numbers, codes, present }: EventColumns): PackedColumns {
  const rows = times.length;
  const floats = new Float64Array(rows * (1 + numbers.length));
  const integers = new Uint32Array(rows * (2 + codes.length));
  const bytes = new Uint8Array(rows * present.length);
  [times, ...numbers].forEach((column, index) => floats.set(column, index * rows));
  [lines, hosts, ...codes].forEach((column, index) => integers.set(column, index * rows));
  present.forEach((column, index) => bytes.set(column, index * rows));
  return { eventName, rows, floats, integers, bytes };
}
