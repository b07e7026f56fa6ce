import { joinPointer } from "@metric-events/runtime";
import type { DiagnosticParams, Problem } from "../diagnostic.js";
import { kindOf } from "../kind.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import { annotationsOf, describe, type Site } from "../locations.js";
import type { SchemaObject } from "../schema-types.js";

/** Checks that `expectedMaximum` says something about the field that has it: a number that can have values on both sides of it. */
export function checkExpectedMaximum(
  declared: ReadonlyMap<string, readonly Site[]>,
  file: SchemaFile,
  set: SchemaSet,
): Problem[] {
  return [...declared].flatMap(([field, sites]): Problem[] => {
    const here = sites.find((site) => site.file === file);
    if (here === undefined) return [];
    const descriptions = sites.map((site) => describe(set, site));
    const annotations: SchemaObject = Object.assign({}, ...descriptions.map(annotationsOf));
    const { expectedMaximum } = annotations;
    if (expectedMaximum === undefined) return [];
    // A limit of one branch of a union does not hold for all values.
    const parts = descriptions.flatMap((each) => each.parts.filter(({ branch }) => branch === undefined));
    const limits = parts.map(({ schema }) => schema);
    const against = reasonAgainst(annotations, limits, expectedMaximum);
    if (against === undefined) return [];
    // It may come from a definition that the field refers to.
    const place = Object.hasOwn(here.schema, "expectedMaximum")
      ? ({ pointer: joinPointer(here.pointer, "expectedMaximum"), at: "value" } as const)
      : ({ pointer: here.pointer, at: "key" } as const);
    return [{ code: "expected-maximum", ...place, params: { field, expectedMaximum, ...against } }];
  });
}

function reasonAgainst(
  annotations: SchemaObject,
  limits: readonly SchemaObject[],
  own: number,
): Pick<DiagnosticParams["expected-maximum"], "reason" | "limit"> | undefined {
  const kind = kindOf(annotations);
  if (kind !== "measure" && kind !== "count") return { reason: "no-number", limit: own };
  const maximum = Math.min(
    ...limits.map(({ maximum: most, exclusiveMaximum }) => most ?? exclusiveMaximum ?? Infinity),
  );
  if (own >= maximum) return { reason: "maximum", limit: maximum };
  const minimum = Math.max(
    ...limits.map(({ minimum: least, exclusiveMinimum }) => least ?? exclusiveMinimum ?? -Infinity),
  );
  if (own < minimum) return { reason: "minimum", limit: minimum };
  const example = annotations.examples?.find((each) => typeof each === "number" && each > own);
  return typeof example === "number" ? { reason: "example", limit: example } : undefined;
}
