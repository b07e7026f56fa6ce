import type { EventDefinition, FieldDescriptor } from "@metric-events/runtime";
import { columnName } from "./identifier.js";

/** What a column holds. Where a schema takes values of several kinds, it is JSON. */
export type ColumnType = "bigint" | "double precision" | "boolean" | "text" | "jsonb" | "timestamptz";

/** Which line of which file a row is of, in every table. */
export const placeColumns: readonly TableColumn[] = [
  { name: "_file", type: "bigint" },
  { name: "_offset", type: "bigint" },
  { name: "_line", type: "bigint" },
  { name: "_host", type: "text" },
];

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** A column for a field of an event. */
export interface FieldColumn extends TableColumn {
  readonly field: string;
}

/** A table for the rows of one event. */
export interface EventTable {
  readonly name: string;
  readonly fields: readonly FieldColumn[];
}

/** When the event happened, as a timestamp. */
export const timeColumn: TableColumn = { name: "_time", type: "timestamptz" };
/** Fields that the schemas do not declare: those of newer ones. */
export const moreColumn: TableColumn = { name: "_more", type: "jsonb" };

/** A table may have 1,600 columns; names of later fields, and of those that changed their type, need some, too. */
const maxFields = 1200;

export function eventTable({ snakeName, fields }: Pick<EventDefinition, "snakeName" | "fields">): EventTable {
  return {
    name: columnName(snakeName),
    fields: fields
      .slice(0, maxFields)
      .map((field) => ({ field: field.name, name: columnName(field.name), type: columnType(field) })),
  };
}

function columnType({ types }: Pick<FieldDescriptor, "types">): ColumnType {
  const kinds = types.filter((type) => type !== "null");
  const isOnly = (...allowed: readonly string[]): boolean => kinds.every((type) => allowed.includes(type));
  if (kinds.length === 0) return "jsonb";
  if (isOnly("integer")) return "bigint";
  if (isOnly("integer", "number")) return "double precision";
  if (isOnly("boolean")) return "boolean";
  if (isOnly("string")) return "text";
  return "jsonb";
}
