import { fieldPath, otherPath } from "@metric-events/runtime";
import type { FieldModel, ValueModel } from "./field-model.js";

/** A field of an event, or one within another, as a row of a table. */
export interface FieldRow {
  /** As people write it: `status_info.code`, `tags[].name`, `method<Card>.last4` for a field of one branch of a union. */
  readonly path: string;
  readonly field: FieldModel;
}

/**
 * The fields of an event or of another value, with those within them: of objects, of the elements of arrays, of the branches of unions, and of
 * values without a name of their own.
 */
export function fieldRows(
  { fields, items, unions, others }: Pick<ValueModel, "fields" | "items" | "unions" | "others">,
  path = "",
): readonly FieldRow[] {
  return [
    ...(fields ?? []).flatMap((field) => {
      const name = fieldPath([field.name]);
      const at = path === "" ? name : `${path}.${name}`;
      return [{ path: at, field }, ...fieldRows(field, at)];
    }),
    ...(items === undefined ? [] : fieldRows(items, `${path}[]`)),
    ...(unions ?? []).flatMap(({ branches }) =>
      branches.flatMap((branch) => fieldRows(branch, branch.name === undefined ? path : `${path}<${branch.name}>`)),
    ),
    ...(others ?? []).flatMap((other) => fieldRows(other, otherPath(path, other.at))),
  ];
}
