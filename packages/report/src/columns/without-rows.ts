import { type ColumnsResult, type PackedColumns, packedLines } from "./columns.js";

/** The same columns without the events of some lines. */
export function withoutRows(result: ColumnsResult, lines: ReadonlySet<number>): ColumnsResult {
  return { ...result, events: result.events.map((columns) => without(columns, lines)).filter(({ rows }) => rows > 0) };
}

function without(
  { eventName, rows, floats, integers, bytes }: PackedColumns,
  lines: ReadonlySet<number>,
): PackedColumns {
  const isKept = Uint8Array.from(packedLines({ integers, rows }), (line) => (lines.has(line) ? 0 : 1));
  // Columns of one type follow each other, all with as many rows.
  const ofKeptRow = (_: number, index: number): boolean => isKept[index % rows] === 1;
  return {
    eventName,
    rows: isKept.reduce((sum, each) => sum + each, 0),
    floats: floats.filter(ofKeptRow),
    integers: integers.filter(ofKeptRow),
    bytes: bytes.filter(ofKeptRow),
  };
}
