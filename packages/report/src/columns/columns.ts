/** Some events of one name, as columns. Rows are in the order of the log. */
export interface EventColumns {
  readonly eventName: string;
  /** Unix time in seconds. */
  readonly times: Float64Array;
  /** Line numbers, from 1 within the batch. */
  readonly lines: Uint32Array;
  /** The host that the event names: 1 + the index of the text in the dictionary, or 0 where it names none. */
  readonly hosts: Uint32Array;
  /** Measures and then counts, in the order of the plan; NaN where the field is absent. */
  readonly numbers: readonly Float64Array[];
  /** Dimensions and then identifiers: 1 + the index of the text in the dictionary, or 0 where the field is absent. */
  readonly codes: readonly Uint32Array[];
  /** Other optional fields: 1 where the field is there, 2 where it is an empty text. */
  readonly present: readonly Uint8Array[];
}

/** The same with the origin of each row, as numbers of the report. */
export interface OriginatedColumns extends EventColumns {
  readonly origins: Uint32Array;
}

/** The same with columns of one type in one array, and all arrays in one buffer, since threads are slow to hand over many. */
export interface PackedColumns {
  readonly eventName: string;
  readonly rows: number;
  readonly floats: Float64Array<ArrayBuffer>;
  readonly integers: Uint32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The line numbers of packed columns. */
export function packedLines({ integers, rows }: Pick<PackedColumns, "integers" | "rows">): Uint32Array {
  return integers.subarray(0, rows);
}

export function unpack({ eventName, rows, floats, integers, bytes }: PackedColumns): EventColumns {
  const [times = new Float64Array(0), ...numbers] = columnsOf(floats, rows);
  const [lines = new Uint32Array(0), hosts = new Uint32Array(0), ...codes] = columnsOf(integers, rows);
  return { eventName, times, lines, hosts, numbers, codes, present: columnsOf(bytes, rows) };
}

function columnsOf<Column extends Float64Array | Uint32Array | Uint8Array>(packed: Column, rows: number): Column[] {
  return Array.from({ length: packed.length / rows }, (_, index) =>
    packed.subarray(index * rows, (index + 1) * rows),
  ) as Column[];
}

/** Some events of a log, as columns. */
export interface ColumnsResult {
  readonly events: readonly PackedColumns[];
  readonly dictionary: readonly string[];
  /** Valid events that the selection leaves out. */
  readonly filtered: number;
  /** Measures and counts that no double holds: columns have another value. */
  readonly rounded: { readonly count: number; readonly examples: readonly RoundedNumber[] };
}

/** A number of a line, counted from 1 within the batch. */
export interface RoundedNumber {
  readonly event: string;
  readonly line: number;
  readonly field: string;
  /** The number as it was logged. */
  readonly token: string;
}

/** Values of dimensions that agree in this many characters count as one. */
export const maxValueLength = 200;
