import { joinPointer, secondsPerUnit } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import { kindOf } from "../kind.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { annotationsOf, declarations, describe, type Site } from "../locations.js";
import { isSchemaObject, type SchemaObject } from "../schema-types.js";
import { misplacedAnnotations } from "./field-annotation.js";

/** Checks that `spans` marks one measure of time in an event, and names the event that this one ends. */
export function checkSpans(file: SchemaFile, { set }: LintContext): Problem[] {
  const misplaced = misplacedAnnotations(file, "spans");
  if (file.role !== "event" || !isSchemaObject(file.schema)) return misplaced;
  const { ends } = file.schema;
  const { parts } = describe(set, { file, pointer: "", schema: file.schema });
  const marked = [...declarations(parts)].flatMap(([field, sites]) => {
    const said: SchemaObject = Object.assign({}, ...sites.map((site) => annotationsOf(describe(set, site))));
    return said.spans === undefined ? [] : [{ field, sites, said, spans: said.spans }];
  });
  const problems = marked.flatMap(({ field, sites, said, spans }, index): Problem[] => {
    const place = placeOf(file, sites);
    const [first] = marked;
    if (index > 0 && first !== undefined) {
      return [{ code: "spans", ...place, params: { field, reason: "twice", other: first.field } }];
    }
    if (ends === undefined) return [{ code: "spans", ...place, params: { field, reason: "ends-nothing", spans } }];
    if (ends !== spans) return [{ code: "spans", ...place, params: { field, reason: "other-event", spans, ends } }];
    const isTime = kindOf(said) === "measure" && secondsPerUnit(said.unit) !== undefined;
    return isTime ? [] : [{ code: "spans", ...place, params: { field, reason: "no-time" } }];
  });
  return [...misplaced, ...problems];
}

/** The annotation in the file of the event, else what brings it in. */
function placeOf(file: SchemaFile, sites: readonly Site[]): Pick<Problem, "pointer" | "at"> {
  const own = sites.find((site) => site.file === file);
  if (own === undefined) return { pointer: "/allOf", at: "key" };
  if (Object.hasOwn(own.schema, "spans")) return { pointer: joinPointer(own.pointer, "spans"), at: "value" };
  return { pointer: own.pointer, at: "key" };
}
