import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { declarations, describe, describedValues } from "../locations.js";
import { foldName, viewTimeColumn } from "../names.js";

/** Checks that no two fields of an object are one to readers that ignore case, and that no field of an event is a column of every view. */
export function checkFoldedNames(file: SchemaFile, { set, envelopes }: LintContext): Problem[] {
  const timeField = envelopes.get(file)?.time.field;
  return describedValues(file).flatMap((site) => {
    const isEvent = file.role === "event" && site.pointer === "";
    const known = new Map<string, string>();
    return [...declarations(describe(set, site).parts)].flatMap(([field, sites]): Problem[] => {
      const fold = foldName(field);
      const other = known.get(fold);
      known.set(fold, other ?? field);
      // A field of a shared file is a problem of the schema that brings it together with the other.
      const pointer = sites.find((each) => each.file === file)?.pointer ?? site.pointer;
      const place = { pointer, at: "key" } as const;
      if (other !== undefined) return [{ code: "field-clash", ...place, params: { field, other } }];
      // The time of the event may have that name: then the column is made of it.
      return isEvent && fold === viewTimeColumn && field !== timeField
        ? [{ code: "column-clash", ...place, params: { field } }]
        : [];
    });
  });
}
