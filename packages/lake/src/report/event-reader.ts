import type { DuckDBDataChunk } from "@duckdb/node-api";
import { type Database, type EventView, identifier, literal } from "@metric-events/query";
import { type EventColumns, type EventPlan, valueText } from "@metric-events/report";
import { secondsOf, unitsPerSecond } from "@metric-events/runtime";
import { type ColumnSql, numberSql, presenceSql, valueSql } from "./column-sql.js";
import { RowColumns } from "./row-columns.js";
import type { TextCodes } from "./text-codes.js";

/** Which events to take: all that are in time, and of these, those that a filter takes. */
export interface RowSelection {
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly filter: ((event: object) => boolean) | undefined;
  /** Fields that the filter looks at. */
  readonly filtered: readonly string[];
}

/** Events of one name, in the order of their logs and lines, and which log each comes from. */
export interface ReadEvents extends EventColumns {
  /** Codes of the names of logs, which are in the dictionary like other texts. */
  readonly files: Uint32Array;
}

/** Gives numbers to texts. */
export interface TextNumbers {
  codeOf(text: string): number;
}

/** How one column gets from the database into a column of numbers. */
interface Column {
  readonly sql: string;
  readonly width: 8 | 4 | 1;
  /** For texts: their number. Others are numbers already. */
  readonly convert?: (value: unknown, dictionary: TextNumbers) => number;
}

/** Reads the columns that reports take of the events of one name. */
export class EventReader {
  readonly eventName: string;
  readonly #view: EventView;
  readonly #plan: EventPlan;
  readonly #selection: RowSelection;

  constructor(view: EventView, plan: EventPlan, selection: RowSelection) {
    this.eventName = view.eventName;
    this.#view = view;
    this.#plan = plan;
    this.#selection = selection;
  }

  /** SQL of columns whose texts repeat, most likely. */
  get texts(): readonly string[] {
    const { origin } = this.#view;
    const dimensions = this.#plan.dimensions.map((field) => valueSql(this.#view, field));
    return [
      identifier(origin.host),
      identifier(origin.file),
      ...dimensions.flatMap(({ sql, form }) => (form === "text" ? [sql] : [])),
    ];
  }

  /** @param rows SQL of the rows; `source`: of all rows, for which there are codes. */
  async read(
    { rows, source, codes }: { readonly rows: string; readonly source: string; readonly codes: TextCodes },
    dictionary: TextNumbers,
    { connection }: Database,
  ): Promise<ReadEvents> {
    const columns = this.#columns((sql) => codes.codeSql(source, sql));
    const isFiltered = this.#selection.filter !== undefined;
    const list = [...columns.map(({ sql }) => sql), ...(isFiltered ? [this.#filterSql()] : [])].join(", ");
    const { origin } = this.#view;
    const order = [origin.file, origin.line].map(identifier).join(", ");
    const result = await connection.stream(`SELECT ${list} FROM (${rows})${this.#timeCondition()} ORDER BY ${order}`);
    const table = new RowColumns(columns.map(({ width }) => width));
    for (;;) {
      const chunk = await connection.during(result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) break;
      const { at, columns: targets } = table.addRows(chunk.rowCount);
      columns.forEach((column, index) => fill(targets[index] as Uint32Array, at, column, chunk, index, dictionary));
      const isKept = this.#kept(chunk, targets[0] as Float64Array, at, columns.length);
      if (isKept !== undefined) table.keep(at, isKept);
    }
    return this.#taken(table.columns);
  }

  /** Time, line, host and log, then numbers, values and presence. */
  #columns(codeSql: (sql: string) => string | undefined): readonly Column[] {
    const { origin } = this.#view;
    const { measures, counts, dimensions, identifiers, optional } = this.#plan;
    const coded = (value: ColumnSql): Column => {
      const code = value.form === "text" ? codeSql(value.sql) : undefined;
      return code === undefined ? { sql: value.sql, width: 4, convert: codeReader(value) } : { sql: code, width: 4 };
    };
    const text = (name: string): Column => coded({ sql: identifier(name), form: "text" });
    return [
      this.#time(),
      { sql: `${identifier(origin.line)}::UINTEGER`, width: 4 },
      text(origin.host),
      text(origin.file),
      ...[...measures, ...counts].map((field): Column => ({ sql: numberSql(this.#view, field), width: 8 })),
      ...[...dimensions, ...identifiers].map((field) => coded(valueSql(this.#view, field))),
      ...optional.map((field): Column => ({ sql: presenceSql(this.#view, field), width: 1 })),
    ];
  }

  #taken(columns: RowColumns["columns"]): ReadEvents {
    const [times, lines, hosts, files, ...others] = columns as [Float64Array, Uint32Array, Uint32Array, Uint32Array];
    const { measures, counts, dimensions, identifiers } = this.#plan;
    const numbers = measures.length + counts.length;
    const codes = numbers + dimensions.length + identifiers.length;
    return {
      eventName: this.eventName,
      times,
      lines,
      hosts,
      files,
      numbers: others.slice(0, numbers) as unknown[] as Float64Array[],
      codes: others.slice(numbers, codes) as unknown[] as Uint32Array[],
      present: others.slice(codes) as unknown[] as Uint8Array[],
    };
  }

  /** In seconds; a text where lines have one, of which the column with the TIMESTAMP has only microseconds. */
  #time(): Column {
    const { envelope, columns, timeColumn } = this.#view;
    const { timeField, timeKind } = envelope;
    const isStored = columns.some(({ name }) => name === timeField && name !== timeColumn);
    if (!isStored) return { sql: `epoch(${identifier(timeColumn)})`, width: 8 };
    if (timeKind === "date-time") {
      return {
        sql: identifier(timeField),
        width: 8,
        convert: (value) => secondsOf(value, timeKind) ?? Number.NaN,
      };
    }
    const perSecond = unitsPerSecond[timeKind];
    return { sql: `${identifier(timeField)}::DOUBLE${perSecond === 1 ? "" : ` / ${perSecond}::DOUBLE`}`, width: 8 };
  }

  #timeCondition(): string {
    const { since, until } = this.#selection;
    const { sql, convert } = this.#time();
    if (convert !== undefined) return "";
    const conditions = [
      ...(since === undefined ? [] : [`${sql} >= ${since}::DOUBLE`]),
      ...(until === undefined ? [] : [`${sql} < ${until}::DOUBLE`]),
    ];
    return conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  }

  #filterSql(): string {
    const members = this.#selection.filtered.flatMap((name) =>
      this.#view.columns.some((column) => column.name === name) ? [literal(name), identifier(name)] : [],
    );
    return `CAST(json_object(${members.join(", ")}) AS VARCHAR)`;
  }

  /** Which rows of a chunk the selection takes; `undefined` where the database has left out all others. */
  #kept(chunk: DuckDBDataChunk, times: Float64Array, at: number, filterColumn: number): readonly boolean[] | undefined {
    const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY, filter } = this.#selection;
    if (filter === undefined && this.#time().convert === undefined) return undefined;
    const json = filter === undefined ? undefined : chunk.getColumnVector(filterColumn);
    return Array.from({ length: chunk.rowCount }, (_, row) => {
      const time = times[at + row] as number;
      return time >= since && time < until && filter?.(this.#eventOf(json?.getItem(row))) !== false;
    });
  }

  /** What a filter sees of an event. */
  #eventOf(json: unknown): object {
    const fields = parsed(json);
    const { nameField } = this.#view.envelope;
    return { ...(typeof fields === "object" ? fields : {}), [nameField]: this.eventName };
  }
}

/** Copies the values of a chunk. The database hands over numbers as typed arrays, and they are never NULL. */
function fill(
  target: Float64Array | Uint32Array | Uint8Array,
  at: number,
  { convert }: Column,
  chunk: DuckDBDataChunk,
  index: number,
  dictionary: TextNumbers,
): void {
  const vector = chunk.getColumnVector(index);
  const items: unknown = Reflect.get(vector, "items");
  if (convert === undefined && ArrayBuffer.isView(items) && items.constructor === target.constructor) {
    target.set((items as typeof target).subarray(0, chunk.rowCount), at);
    return;
  }
  for (let row = 0; row < chunk.rowCount; row++) {
    const value = vector.getItem(row);
    target[at + row] = convert === undefined ? Number(value) : convert(value, dictionary);
  }
}

/** 0 for NULL. */
function codeReader({ form }: ColumnSql): NonNullable<Column["convert"]> {
  const known = new Map<unknown, number>();
  return (value, dictionary) => {
    if (value === null || value === undefined) return 0;
    let code = known.get(value);
    if (code === undefined) {
      code = dictionary.codeOf(valueText(form === "json" ? parsed(value) : value));
      known.set(value, code);
    }
    return code;
  };
}

/** JSON of the database, without members that are null: SQL cannot tell those from absent ones. */
function parsed(json: unknown): unknown {
  return JSON.parse(String(json), (_, value: unknown) => (value === null ? undefined : value));
}
