import { maxLineBytes } from "@metric-events/reader";
import { type Envelope, unitsPerSecond } from "@metric-events/runtime";
import { type TimeJudging, withAnomaly } from "./anomaly-sql.js";
import { type PlacedLines, placeSql } from "./lines/place-numbers.js";
import type { ParquetGroup } from "./parquet-tables.js";
import { identifier, literal, wellFormed } from "./sql-names.js";
import { sqlType } from "./sql-type.js";
import type { EventView, View, ViewModel } from "./view-model.js";

/** Where the rows of a view come from. */
export type Rows =
  /** A file of judged JSON lines, where they come from, and the members that they have. Default: all. */
  | {
      readonly kind: "lines";
      readonly file: string;
      readonly places: PlacedLines;
      readonly columns?: ReadonlySet<string>;
    }
  /** A pattern of Parquet files, and the columns that they have. */
  | { readonly kind: "parquet"; readonly pattern: string; readonly columns: ReadonlySet<string> }
  | { readonly kind: "files"; readonly groups: readonly ParquetGroup[] }
  | { readonly kind: "none" };

/** Where the rows of all views come from. */
export interface RowSources {
  readonly events: ReadonlyMap<string, Rows>;
  readonly invalid: Rows;
}

/** TIMESTAMP holds at most this many seconds before and after 1970. */
const maxSeconds = 9e12;

/** Sources of views without rows. */
export const noRows: RowSources = { events: new Map(), invalid: { kind: "none" } };

/** The statements that create the views or replace existing ones. */
export function viewStatements(model: ViewModel, sources: RowSources, judging: TimeJudging): string {
  const none: Rows = { kind: "none" };
  const statements = [
    ...model.events.map((view) =>
      createView(view, eventSelect(view, sources.events.get(view.eventName) ?? none, judging)),
    ),
    createView(model.all, allSelect(model)),
    createView(model.invalid, invalidSelect(model.invalid, sources.invalid)),
    ...[...model.events, model.all, model.invalid].flatMap(comments),
  ];
  // One call for all is several times faster than a call for each.
  return statements.join(";\n");
}

export function createView({ name }: View, select: string): string {
  return `CREATE OR REPLACE VIEW ${identifier(name)} AS ${select}`;
}

export function comments({ name, description, columns }: View): string[] {
  return [
    `COMMENT ON VIEW ${identifier(name)} IS ${literal(description)}`,
    ...columns.map(
      (column) => `COMMENT ON COLUMN ${identifier(name)}.${identifier(column.name)} IS ${literal(column.comment)}`,
    ),
  ];
}

function eventSelect(view: EventView, rows: Rows, judging: TimeJudging): string {
  // What looked wrong to whoever wrote a file may look right now.
  const columns = view.columns.filter(({ name }) => name !== view.anomalyColumn);
  return rows.kind === "none" ? emptySelect(view) : withAnomaly(view, rowsSelect({ ...view, columns }, rows), judging);
}

function rowsSelect(view: EventView, rows: Rows): string {
  switch (rows.kind) {
    case "none":
      return emptySelect(view);
    case "lines":
      return linesSelect(view, rows);
    case "parquet":
      return parquetSelect(view, rows);
    case "files":
      return filesSelect(view, rows.groups);
    default:
      return rows satisfies never;
  }
}

function linesSelect(view: EventView, { file, places, columns: copied }: Extract<Rows, { kind: "lines" }>): string {
  const isThere = (name: string): boolean => copied === undefined || copied.has(name);
  const { timeField } = view.envelope;
  const time = isThere(timeField) ? timestampOf(view.envelope) : missing(timeField, "TIMESTAMP");
  const origin = originSelect(view, places, isThere);
  const columns = view.fields.map((field) => {
    const name = identifier(field.name);
    if (field.name === view.origin.host) return `${origin.host} AS ${name}`;
    return isThere(field.name) ? name : `${missing(field.name, sqlType(field))} AS ${name}`;
  });
  const types = [
    ...view.stored.flatMap((field) => (isThere(field.name) ? [[field.name, sqlType(field)] as const] : [])),
    ...(isThere(places.key) ? [[places.key, "BIGINT"] as const] : []),
  ];
  const { host, hostField } = view.origin;
  const list = [
    `${time} AS ${identifier(view.timeColumn)}`,
    ...columns,
    ...(host === hostField ? [] : [`${origin.host} AS ${identifier(host)}`]),
    `${origin.file} AS ${identifier(view.origin.file)}`,
    `${origin.line} AS ${identifier(view.origin.line)}`,
  ].join(", ");
  return `SELECT ${list} FROM ${jsonLinesSql(file, types)}`;
}

/** Where an event comes from, in SQL. */
function originSelect(
  { origin: { hostField } }: EventView,
  { key, files }: PlacedLines,
  isThere: (name: string) => boolean,
): { readonly host: string; readonly file: string; readonly line: string } {
  const nowhere = [missing(key, "VARCHAR"), missing(key, "BIGINT")] as const;
  const own =
    hostField === undefined ? [] : [isThere(hostField) ? identifier(hostField) : missing(hostField, "VARCHAR")];
  if (!isThere(key)) return { host: nowhere[0], file: nowhere[0], line: nowhere[1] };
  const place = placeSql(identifier(key));
  const ofFile = (values: readonly (string | undefined)[]): string => {
    const list = values.map((value) => (value === undefined ? "NULL" : literal(wellFormed(value))));
    return `(CAST([${list.join(", ")}] AS VARCHAR[]))[${place.file} + 1]`;
  };
  const host = ofFile(files.map((file) => file.host));
  return {
    host: own.length === 0 ? host : `coalesce(nullif(${own[0]}, ''), ${host})`,
    file: ofFile(files.map(({ name }) => name)),
    line: place.line,
  };
}

/** The time of an event as a TIMESTAMP; NULL for one that a TIMESTAMP does not hold. */
function timestampOf({ timeField, timeKind }: Envelope): string {
  const time = identifier(timeField);
  // The text is of RFC 3339 if the line is valid. DuckDB does not know the leap second, which is the first one after it, as in POSIX.
  if (timeKind === "date-time") {
    const isLeap = `substr(${time}, 18, 2) = '60'`;
    const whole = `CASE WHEN ${isLeap} THEN ${time}[:17] || '59' || ${time}[20:] ELSE ${time} END`;
    return `TRY_CAST(upper(${whole}) AS TIMESTAMPTZ) AT TIME ZONE 'UTC' + CASE WHEN ${isLeap} THEN INTERVAL 1 SECOND ELSE INTERVAL 0 SECOND END`;
  }
  const perSecond = unitsPerSecond[timeKind];
  const microseconds = perSecond === 1e6 ? time : `${time} * ${1e6 / perSecond}`;
  return `CASE WHEN abs(${time}) < ${maxSeconds * perSecond} THEN make_timestamp(CAST(${microseconds} AS BIGINT)) END`;
}

/** For a column that the plan does not read. If the query reads it anyway, it fails instead of giving a wrong NULL. */
function missing(name: string, type: string): string {
  return `CAST(error(${literal(`a bug in metric-events: the field ${name} was not copied`)}) AS ${type})`;
}

/** Files that an older version exported lack columns added since then. */
function parquetSelect(view: View, { pattern, columns }: Extract<Rows, { kind: "parquet" }>): string {
  const list = view.columns.map(({ name, type }) =>
    columns.has(name.toLowerCase())
      ? `TRY_CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`
      : `CAST(NULL AS ${type}) AS ${identifier(name)}`,
  );
  return `SELECT ${list.join(", ")} FROM ${readParquet(pattern)}`;
}

export function readParquet(pattern: string): string {
  return `read_parquet(${literal(pattern)}, union_by_name = true, hive_partitioning = false)`;
}

/** Known files with known columns: DuckDB opens only those that a query needs. */
export function filesSelect(view: View, groups: readonly ParquetGroup[]): string {
  if (groups.length === 0) return emptySelect(view);
  const selects = groups.map(({ files, columns }) => {
    const stored = new Map(columns.map(([name, type]) => [name.toLowerCase(), { name, type }]));
    const list = view.columns.map(({ name, type }) => {
      const column = stored.get(name.toLowerCase());
      const value = column === undefined ? `CAST(NULL AS ${type})` : convertedColumn(column, type);
      return `${value} AS ${identifier(name)}`;
    });
    return `SELECT ${list.join(", ")} FROM read_parquet([${files.map(literal).join(", ")}], hive_partitioning = false)`;
  });
  return selects.join(" UNION ALL ");
}

/** A column as another type; NULL where the value would become another one. */
function convertedColumn(column: { readonly name: string; readonly type: string }, type: string): string {
  const name = identifier(column.name);
  if (column.type === type) return name;
  if (type === "VARCHAR" || column.type === "VARCHAR") return `TRY_CAST(${name} AS ${type})`;
  if (type === "JSON") return `to_json(${name})`;
  // DuckDB would round.
  if (type === "BIGINT" && column.type === "DOUBLE") {
    return `CASE WHEN ${name} = trunc(${name}) THEN TRY_CAST(${name} AS BIGINT) END`;
  }
  // By the names of members: those that one side lacks are NULL, or left out.
  const isNested = /[[(]/.test(`${column.type}${type}`) || column.type === "JSON";
  return isNested ? `TRY_CAST(to_json(${name}) AS ${type})` : `TRY_CAST(${name} AS ${type})`;
}

function emptySelect({ columns }: View): string {
  return `SELECT ${columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${identifier(name)}`).join(", ")} WHERE false`;
}

function allSelect({ events, all }: ViewModel): string {
  const parts = events.map((view) => {
    const own = new Map(view.columns.map((column) => [column.name.toLowerCase(), column]));
    const list = all.columns.map(({ name, type }) => {
      const column = own.get(name.toLowerCase());
      if (column === undefined) return `CAST(NULL AS ${type}) AS ${identifier(name)}`;
      return column.type === type ? identifier(name) : `CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`;
    });
    return `SELECT ${list.join(", ")} FROM ${identifier(view.name)}`;
  });
  return parts.join(" UNION ALL ");
}

function invalidSelect(view: View, rows: Rows): string {
  switch (rows.kind) {
    case "none":
      return emptySelect(view);
    case "lines":
      return `SELECT * FROM ${jsonLinesSql(
        rows.file,
        view.columns.map(({ name, type }) => [name, type]),
      )}`;
    case "parquet":
      return parquetSelect(view, rows);
    case "files":
      return filesSelect(view, rows.groups);
    default:
      return rows satisfies never;
  }
}

/** SQL that reads lines of JSON with these members. */
export function jsonLinesSql(file: string, types: readonly (readonly [name: string, type: string])[]): string {
  // read_json needs at least one column.
  const asked = types.length === 0 ? [["no field", "VARCHAR"] as const] : types;
  const columns = asked.map(([name, type]) => `${literal(name)}: ${literal(type)}`).join(", ");
  // Explicit, since DuckDB would read a line as the value of the column when there is one column and its type is a STRUCT.
  const records = "records = 'true'";
  // Twice the longest line, since a copied line can be longer than the original.
  return `read_json(${literal(file)}, format = 'newline_delimited', auto_detect = false, ${records}, maximum_object_size = ${2 * maxLineBytes}, columns = {${columns}})`;
}
