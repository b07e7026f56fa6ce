import { joinPointer } from "@metric-events/runtime";
import type { DiagnosticParams, Problem } from "../diagnostic.js";
import { kindOf } from "../kind.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import { annotationsOf, describe, type Site } from "../locations.js";
import type { SchemaObject } from "../schema-types.js";
import { maxHistogramBuckets } from "../size-limits.js";

/** Checks what fields say about their time series: `cardinality` is of dimensions, and `buckets` are limits of a measure. */
export function checkSeries(
  declared: ReadonlyMap<string, readonly Site[]>,
  file: SchemaFile,
  set: SchemaSet,
): Problem[] {
  return [...declared].flatMap(([field, sites]): Problem[] => {
    const here = sites.find((site) => site.file === file);
    if (here === undefined) return [];
    const annotations: SchemaObject = Object.assign({}, ...sites.map((site) => annotationsOf(describe(set, site))));
    const { cardinality, buckets } = annotations;
    const placeOf = (keyword: string) =>
      // It may come from a definition that the field refers to.
      Object.hasOwn(here.schema, keyword)
        ? ({ pointer: joinPointer(here.pointer, keyword), at: "value" } as const)
        : ({ pointer: here.pointer, at: "key" } as const);
    const isDimension = kindOf(annotations) === "dimension";
    const against = buckets === undefined ? undefined : reasonAgainst(buckets, annotations);
    return [
      ...(cardinality === undefined || isDimension
        ? []
        : [{ code: "cardinality", ...placeOf("cardinality"), params: { field } } as const]),
      ...(against === undefined
        ? []
        : [{ code: "buckets", ...placeOf("buckets"), params: { field, ...against } } as const]),
    ];
  });
}

function reasonAgainst(
  buckets: readonly number[],
  annotations: SchemaObject,
): Omit<DiagnosticParams["buckets"], "field"> | undefined {
  if (kindOf(annotations) !== "measure") return { reason: "no-measure", value: buckets.length };
  const unordered = buckets.find((limit, index) => index > 0 && limit <= (buckets[index - 1] as number));
  if (unordered !== undefined) return { reason: "order", value: unordered };
  return buckets.length > maxHistogramBuckets ? { reason: "too-many", value: buckets.length } : undefined;
}
