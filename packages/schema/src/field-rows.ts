import { fieldPath } from "@metric-events/runtime";
import type { FieldModel, ValueModel } from "./field-model.js";

/** A field of an event, or one within another, as a row of a table. */
export interface FieldRow {
  /** As people write it: `status_info.code`, `tags[].name`, `method<Card>.last4` for a field of one branch of a union. */
  readonly path: string;
  readonly field: FieldModel;
}

/** Fields with those within them: of objects, of the elements of arrays, and of the branches of unions. */
export function fieldRows(fields: readonly FieldModel[]): readonly FieldRow[] {
  return fields.flatMap((field) => rowsOf(field, fieldPath([field.name])));
}

/** The same for what a type that is no field holds. */
export function partRows({ fields, items, unions }: ValueModel, path: string): readonly FieldRow[] {
  return [
    ...(fields ?? []).flatMap((child) =>
      rowsOf(child, path === "" ? fieldPath([child.name]) : `${path}.${fieldPath([child.name])}`),
    ),
    ...(items === undefined ? [] : partRows(items, `${path}[]`)),
    ...(unions ?? []).flatMap(({ branches }) =>
      branches.flatMap((branch) => partRows(branch, branch.name === undefined ? path : `${path}<${branch.name}>`)),
    ),
  ];
}

function rowsOf(field: FieldModel, path: string): readonly FieldRow[] {
  return [{ path, field }, ...partRows(field, path)];
}
