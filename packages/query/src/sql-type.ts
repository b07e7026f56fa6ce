import type { FieldDescriptor, ValueDescriptor } from "@metric-events/runtime";
import { identifier } from "./sql-names.js";

/** The type of a column that holds values of a field. */
export function sqlType(value: ValueDescriptor): string {
  const types = value.types.filter((type) => type !== "null");
  const [type] = types;
  if (types.length === 2 && types.every((each) => each === "integer" || each === "number")) return "DOUBLE";
  if (types.length !== 1) return "JSON";
  switch (type) {
    case "string":
      return "VARCHAR";
    case "boolean":
      return "BOOLEAN";
    case "number":
      return "DOUBLE";
    case "integer":
      return "BIGINT";
    case "array":
      return value.items === undefined ? "JSON" : `${sqlType(value.items)}[]`;
    case "object":
      return structType(value.fields ?? []);
    case undefined:
      return "JSON";
    default:
      return type satisfies never;
  }
}

function structType(fields: readonly FieldDescriptor[]): string {
  const members = distinctInSql(fields).map((field) => `${identifier(field.name)} ${sqlType(field)}`);
  return members.length === 0 ? "JSON" : `STRUCT(${members.join(", ")})`;
}

/** SQL ignores case in names: of fields that differ only in case, the first becomes a column. */
export function distinctInSql<Field extends { readonly name: string }>(fields: readonly Field[]): readonly Field[] {
  const seen = new Set<string>();
  return fields.filter(({ name }) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()));
}
