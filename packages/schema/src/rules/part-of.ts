import { joinPointer, suggest } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import { kindOf } from "../kind.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import { annotationsOf, describe, type Site } from "../locations.js";
import type { SchemaObject } from "../schema-types.js";

/** Checks that a field with `partOf` is a count, and names another count that it can be part of. */
export function checkPartOf(
  declared: ReadonlyMap<string, readonly Site[]>,
  file: SchemaFile,
  set: SchemaSet,
): Problem[] {
  const fields = new Map([...declared].map(([name, sites]) => [name, annotationsOfField(sites, set)]));
  return [...declared].flatMap(([field, sites]): Problem[] => {
    const here = sites.find((site) => site.file === file);
    const annotations = fields.get(field);
    if (here === undefined || annotations?.partOf === undefined) return [];
    const { partOf } = annotations;
    const reason = reasonAgainst(field, annotations, partOf, fields);
    if (reason === undefined) return [];
    // It may come from a definition that the field refers to.
    const place = Object.hasOwn(here.schema, "partOf")
      ? ({ pointer: joinPointer(here.pointer, "partOf"), at: "value" } as const)
      : ({ pointer: here.pointer, at: "key" } as const);
    const suggestion = reason === "unknown" ? suggest(partOf, [...fields.keys()]) : undefined;
    return [{ code: "part-of", ...place, params: { field, partOf, reason, suggestion } }];
  });
}

function annotationsOfField(sites: readonly Site[], set: SchemaSet): SchemaObject {
  return Object.assign({}, ...sites.map((site) => annotationsOf(describe(set, site))));
}

function reasonAgainst(
  field: string,
  annotations: SchemaObject,
  partOf: string,
  fields: ReadonlyMap<string, SchemaObject>,
): "no-count" | "unknown" | "itself" | "whole-no-count" | "other-unit" | "part-itself" | undefined {
  const whole = fields.get(partOf);
  if (kindOf(annotations) !== "count") return "no-count";
  if (field === partOf) return "itself";
  if (whole === undefined) return "unknown";
  if (kindOf(whole) !== "count") return "whole-no-count";
  if (whole.unit !== annotations.unit) return "other-unit";
  return whole.partOf === undefined ? undefined : "part-itself";
}
