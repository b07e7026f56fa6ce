import { type EventTable, moreColumn, placeColumns, type TableColumn, timeColumn } from "./event-table.js";
import { quotedName } from "./identifier.js";
import type { KeptLine, LineRow } from "./line-rows.js";

/** A statement with its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly rows: number;
}

/** Lines with events that the schemas do not have. */
export const unknownTable = "_unknown_events";
/** Lines that are not valid events, and those that could not be stored as they are. */
export const keptTable = "_bad_lines";

export const unknownColumns: readonly TableColumn[] = [
  ...placeColumns,
  { name: "event", type: "text" },
  { name: "data", type: "text" },
];
export const keptColumns: readonly { readonly name: string; readonly type: TableColumn["type"] | "bytea" }[] = [
  ...placeColumns,
  { name: "fault", type: "text" },
  { name: "messages", type: "text" },
  { name: "bytes", type: "bytea" },
];

/** The statements that add rows of one file, one for each table. Rows that are there already stay as they are. */
export function insertions(
  schema: string,
  file: string,
  rows: readonly LineRow[],
  tables: ReadonlyMap<string, EventTable>,
): Statement[] {
  const groups = new Map<string, LineRow[]>();
  for (const row of rows) {
    const group = row.kind === "event" ? `event ${row.eventName}` : row.kind;
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return [...groups.values()].map((group) => insertion(schema, file, group, tables));
}

function insertion(
  schema: string,
  file: string,
  rows: readonly LineRow[],
  tables: ReadonlyMap<string, EventTable>,
): Statement {
  const place = (row: LineRow): unknown[] => [file, row.offset, row.line, row.host];
  const [first] = rows;
  switch (first?.kind) {
    case "event": {
      const table = tables.get(first.eventName) ?? { name: first.eventName, fields: [] };
      const columns = [...placeColumns, timeColumn, ...table.fields, moreColumn];
      const ofEvents = rows.flatMap((row) =>
        row.kind === "event" ? [[...place(row), row.time, ...row.values, row.more]] : [],
      );
      return statement(schema, table.name, columns, ofEvents);
    }
    case "unknown": {
      const unknown = rows.flatMap((row) =>
        row.kind === "unknown" ? [[...place(row), row.eventName, Buffer.from(row.source.bytes).toString()]] : [],
      );
      return statement(schema, unknownTable, unknownColumns, unknown);
    }
    default: {
      const keptRows = rows.filter((row): row is KeptLine => row.kind === "kept");
      const values = keptRows.map((row) => [...place(row), row.fault, row.messages, Buffer.from(row.bytes)]);
      return statement(schema, keptTable, keptColumns, values);
    }
  }
}

/** One array for each column: a statement has few parameters, however many rows there are. */
function statement(
  schema: string,
  table: string,
  columns: readonly { readonly name: string; readonly type: string }[],
  rows: readonly (readonly unknown[])[],
): Statement {
  const arrays = columns.map((_, index) => rows.map((row) => row[index] ?? null));
  const names = columns.map(({ name }) => quotedName(name)).join(", ");
  // An array of texts that becomes JSON must not be read as an array of JSON.
  const values = columns.map(({ type }, index) => (type === "jsonb" ? `v${index}::jsonb` : `v${index}`)).join(", ");
  const aliases = columns.map((_, index) => `v${index}`).join(", ");
  const parameters = columns
    .map(({ type }, index) => `$${index + 1}::${type === "jsonb" ? "text" : type}[]`)
    .join(", ");
  const text = `INSERT INTO ${quotedName(schema)}.${quotedName(table)} (${names}) SELECT ${values} FROM unnest(${parameters}) AS r (${aliases}) ON CONFLICT DO NOTHING`;
  return { text, values: arrays, rows: rows.length };
}
