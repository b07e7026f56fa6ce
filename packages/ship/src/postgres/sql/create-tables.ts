import type { Catalogue } from "@metric-events/runtime";
import { printable } from "@metric-events/text";
import {
  type EventTable,
  eventTable,
  type FieldColumn,
  moreColumn,
  placeColumns,
  type TableColumn,
  timeColumn,
} from "./event-table.js";
import { columnName, quotedName, quotedText } from "./identifier.js";
import { keptColumns, keptTable, unknownColumns, unknownTable } from "./insert.js";
import { define } from "./missing-right.js";

/** What runs SQL. */
export interface SqlDatabase {
  query(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: readonly Record<string, unknown>[]; readonly rowCount: number | null }>;
}

/** Files that were read: each has a number, which stands in every row. */
export const filesTable = "_files";
/** How far each log was read. */
export const positionsTable = "_positions";

/**
 * Creates what is missing: the schema, a table for each event with a column for each field, and those for files, positions and lines of no event.
 * A column that has another type than the field stays; the field gets one of its own.
 *
 * @returns the tables by the names of their events, and what people should know.
 */
export async function createTables(
  database: SqlDatabase,
  schema: string,
  catalogue: Catalogue,
): Promise<{ readonly tables: Map<string, EventTable>; readonly notices: readonly string[] }> {
  const existing = await existingColumns(database, schema);
  await createOwnTables(database, schema, existing);
  const tables = new Map<string, EventTable>();
  const notices: string[] = [];
  for (const definition of catalogue.definitions) {
    const wanted = eventTable(definition);
    const has = existing.get(wanted.name);
    const table = { ...wanted, fields: wanted.fields.map((field) => freeColumn(field, wanted, has)) };
    tables.set(definition.eventName, table);
    const columns = [timeColumn, ...table.fields, moreColumn];
    if (has === undefined) {
      await createTable(database, schema, table.name, columns);
      await explainNames(database, schema, table, definition.eventName, table.fields);
    } else {
      const missing = columns.filter(({ name }) => !has.has(name));
      if (missing.length > 0) await addColumns(database, schema, table.name, missing);
      const added = table.fields.filter(({ name }) => !has.has(name));
      await explainNames(database, schema, table, undefined, added);
      notices.push(...wanted.fields.flatMap((field, index) => changeNotice(table, field, table.fields[index], has)));
    }
  }
  return { tables, notices };
}

/** Only what is missing: a user who may not create anything can add rows. */
async function createOwnTables(
  database: SqlDatabase,
  schema: string,
  existing: ReadonlyMap<string, unknown>,
): Promise<void> {
  const found = await database.query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema]);
  if (found.rows.length === 0) {
    const advice = "grant the user CREATE on the database, or let its owner create the schema";
    await define(() => database.query(`CREATE SCHEMA ${quotedName(schema)}`), advice);
  }
  const named = (name: string): string => `${quotedName(schema)}.${quotedName(name)}`;
  if (!existing.has(filesTable)) {
    await createFor(
      database,
      schema,
      `CREATE TABLE ${named(filesTable)} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, host text NOT NULL, log text NOT NULL, fingerprint text NOT NULL, number bigint)`,
    );
    await database.query(`CREATE INDEX ON ${named(filesTable)} (host, log, fingerprint)`);
  }
  if (!existing.has(positionsTable)) {
    await createFor(
      database,
      schema,
      `CREATE TABLE ${named(positionsTable)} (host text NOT NULL, log text NOT NULL, position jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (host, log))`,
    );
  }
  for (const [table, columns] of [
    [unknownTable, unknownColumns],
    [keptTable, keptColumns],
  ] as const) {
    if (!existing.has(table)) await createTable(database, schema, table, columns.slice(placeColumns.length));
  }
}

async function createTable(
  database: SqlDatabase,
  schema: string,
  table: string,
  columns: readonly { readonly name: string; readonly type: string }[],
): Promise<void> {
  const all = [...placeColumns, ...columns].map(({ name, type }) => {
    const isPlace = placeColumns.some((column) => column.name === name);
    return `${quotedName(name)} ${type}${isPlace ? " NOT NULL" : ""}`;
  });
  await createFor(
    database,
    schema,
    `CREATE TABLE ${quotedName(schema)}.${quotedName(table)} (${all.join(", ")}, PRIMARY KEY ("_file", "_offset"))`,
  );
}

async function addColumns(
  database: SqlDatabase,
  schema: string,
  table: string,
  columns: readonly TableColumn[],
): Promise<void> {
  const added = columns.map(({ name, type }) => `ADD COLUMN IF NOT EXISTS ${quotedName(name)} ${type}`);
  const statement = `ALTER TABLE ${quotedName(schema)}.${quotedName(table)} ${added.join(", ")}`;
  await define(
    () => database.query(statement),
    `run this once as the owner of the table, who may add columns, or let the owner run ${shownStatement(statement)}`,
  );
}

async function createFor(database: SqlDatabase, schema: string, statement: string): Promise<void> {
  await define(
    () => database.query(statement),
    `run this once as the owner of the schema, who may create tables, or let the owner run GRANT CREATE ON SCHEMA ${shownStatement(quotedName(schema))} TO the user`,
  );
}

/** A schema may add more columns at once than a message should have. */
const mostShown = 2000;

function shownStatement(statement: string): string {
  const shown = printable(statement);
  return shown.length <= mostShown ? shown : `${shown.slice(0, mostShown)}…`;
}

/** Comments on columns that are not called like their field, and on a table that is not called like its event, say what they are of. */
async function explainNames(
  database: SqlDatabase,
  schema: string,
  { name: table }: EventTable,
  eventName: string | undefined,
  added: EventTable["fields"],
): Promise<void> {
  const place = `${quotedName(schema)}.${quotedName(table)}`;
  if (eventName !== undefined && eventName !== table) {
    await database.query(`COMMENT ON TABLE ${place} IS ${quotedText(`event ${JSON.stringify(eventName)}`)}`);
  }
  for (const { name, field } of added.filter((column) => column.name !== column.field)) {
    const text = quotedText(`field ${JSON.stringify(field)}`);
    await database.query(`COMMENT ON COLUMN ${place}.${quotedName(name)} IS ${text}`);
  }
}

/** The types of the columns that are there, by table and name. */
async function existingColumns(database: SqlDatabase, schema: string): Promise<Map<string, Map<string, string>>> {
  const { rows } = await database.query(
    "SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped",
    [schema],
  );
  const tables = new Map<string, Map<string, string>>();
  for (const { table, name, type } of rows as readonly Record<string, string>[]) {
    const columns = tables.get(String(table)) ?? new Map<string, string>();
    tables.set(String(table), columns.set(String(name), String(type)));
  }
  return tables;
}

/** As PostgreSQL spells its types. */
const spelled: Readonly<Record<TableColumn["type"], string>> = {
  bigint: "bigint",
  "double precision": "double precision",
  boolean: "boolean",
  text: "text",
  jsonb: "jsonb",
  timestamptz: "timestamp with time zone",
};

/** The column of a field: the one with its name, or one that has its type in the name where that has another. */
function freeColumn(
  field: FieldColumn,
  { fields }: EventTable,
  existing: ReadonlyMap<string, string> | undefined,
): FieldColumn {
  const type = existing?.get(field.name);
  if (type === undefined || type === spelled[field.type]) return field;
  const name = `${field.field}_${field.type.split(" ", 1)[0] ?? ""}`;
  const isTaken = fields.some((other) => other.name === name);
  return { ...field, name: columnName(isTaken ? `_${name}` : name) };
}

function changeNotice(
  { name }: EventTable,
  wanted: FieldColumn,
  used: FieldColumn | undefined,
  existing: ReadonlyMap<string, string>,
): string[] {
  if (used === undefined || used.name === wanted.name || existing.has(used.name)) return [];
  const type = existing.get(wanted.name) ?? "";
  return [
    `the column ${quotedName(wanted.name)} of ${quotedName(name)} has the type ${type}, and the field is ${wanted.type} now; new values are in ${quotedName(used.name)}`,
  ].map(printable);
}
