import { joinPointer } from "@metric-events/runtime";
import { rulesOfFormat } from "../checked-formats.js";
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
    const limits = parts.flatMap(({ schema }) => [schema, ...formatLimits(schema, set)]);
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
  const { maximum, exclusiveMaximum, minimum, exclusiveMinimum } = boundsOf(limits, isWhole(annotations));
  if (own >= maximum) return { reason: "maximum", limit: maximum };
  if (own >= exclusiveMaximum) return { reason: "exclusive-maximum", limit: exclusiveMaximum };
  if (own < minimum) return { reason: "minimum", limit: minimum };
  if (own <= exclusiveMinimum) return { reason: "exclusive-minimum", limit: exclusiveMinimum };
  const example = annotations.examples?.find((each) => typeof each === "number" && each > own);
  return typeof example === "number" ? { reason: "example", limit: example } : undefined;
}

type Bounds = Readonly<Record<"maximum" | "exclusiveMaximum" | "minimum" | "exclusiveMinimum", number>>;

/** The tightest limits. Those of whole numbers are whole numbers that they can be. */
function boundsOf(limits: readonly SchemaObject[], isOfIntegers: boolean): Bounds {
  const bounds = {
    maximum: Math.min(...limits.map((each) => each.maximum ?? Infinity)),
    exclusiveMaximum: Math.min(...limits.map((each) => each.exclusiveMaximum ?? Infinity)),
    minimum: Math.max(...limits.map((each) => each.minimum ?? -Infinity)),
    exclusiveMinimum: Math.max(...limits.map((each) => each.exclusiveMinimum ?? -Infinity)),
  };
  if (!isOfIntegers) return bounds;
  return {
    maximum: Math.min(Math.floor(bounds.maximum), Math.ceil(bounds.exclusiveMaximum) - 1),
    exclusiveMaximum: Infinity,
    minimum: Math.max(Math.ceil(bounds.minimum), Math.floor(bounds.exclusiveMinimum) + 1),
    exclusiveMinimum: -Infinity,
  };
}

function isWhole({ type }: SchemaObject): boolean {
  const types = new Set([type ?? []].flat());
  return types.has("integer") && !types.has("number");
}

/** What the format of a number asks for where formats are checked, such as int32. */
function formatLimits({ format }: SchemaObject, { formats }: SchemaSet): readonly SchemaObject[] {
  const rules = formats === "assert" && format !== undefined ? rulesOfFormat(format) : undefined;
  return rules === undefined ? [] : [rules];
}
