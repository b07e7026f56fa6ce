import { type EventView, identifier, literal, sqlType } from "@metric-events/query";
import type { PlannedField } from "@metric-events/report";

/** What SQL gives for a field, and in which form. */
export interface ColumnSql {
  readonly sql: string;
  /** `json`: a text that is to be parsed. */
  readonly form: "text" | "json";
}

const nothing = "NULL";

/** A field as a number; NaN where it is absent, or something else. */
export function numberSql(view: EventView, { names }: Pick<PlannedField, "names">): string {
  const place = placeOf(view, names);
  if (place === undefined) return nan;
  const { sql, type } = place;
  const number = type === "JSON" ? `CASE WHEN ${isJsonNumber(sql)} THEN TRY_CAST(${sql} AS DOUBLE) END` : sql;
  return /^(?:DOUBLE|BIGINT|JSON)$/.test(type) ? `coalesce(CAST(${number} AS DOUBLE), ${nan})` : nan;
}

/** A field as a text, or as JSON from which its text is made. */
export function valueSql(view: EventView, { names }: Pick<PlannedField, "names">): ColumnSql {
  const place = placeOf(view, names);
  if (place === undefined) return { sql: `CAST(${nothing} AS VARCHAR)`, form: "text" };
  const { sql, type } = place;
  if (type === "VARCHAR") return { sql, form: "text" };
  if (type === "BIGINT" || type === "BOOLEAN") return { sql: `CAST(${sql} AS VARCHAR)`, form: "text" };
  return { sql: `CAST(to_json(${sql}) AS VARCHAR)`, form: "json" };
}

/** 1 where a field is there, and 0 where it is absent. */
export function presenceSql(view: EventView, { names }: Pick<PlannedField, "names">): string {
  const place = placeOf(view, names);
  return place === undefined ? "0::UTINYINT" : `(${place.sql} IS NOT NULL)::UTINYINT`;
}

const nan = "'NaN'::DOUBLE";

function isJsonNumber(sql: string): string {
  return `json_type(${sql}) IN ('DOUBLE', 'BIGINT', 'UBIGINT')`;
}

/** Where the value of a field is, and its type; `undefined` where SQL has no place for it. */
function placeOf(
  { columns, fields }: EventView,
  [first = "", ...inner]: readonly string[],
): { readonly sql: string; readonly type: string } | undefined {
  const column = columns.find(({ name }) => name === first);
  if (column === undefined) return undefined;
  let { type } = column;
  let sql = identifier(first);
  let members = fields.find(({ name }) => name === first)?.fields ?? [];
  for (const [index, name] of inner.entries()) {
    if (!type.startsWith("STRUCT(")) {
      const path = `$${inner
        .slice(index)
        .map((each) => `.${JSON.stringify(each)}`)
        .join("")}`;
      return type === "JSON" ? { sql: `json_extract(${sql}, ${literal(path)})`, type: "JSON" } : undefined;
    }
    const member = members.find((each) => each.name === name);
    if (member === undefined) return undefined;
    sql = `struct_extract(${sql}, ${literal(name)})`;
    type = sqlType(member);
    members = member.fields ?? [];
  }
  return { sql, type };
}
