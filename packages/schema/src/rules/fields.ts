import { joinPointer, suggest } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import { kindOf } from "../kind.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import { annotationsOf, type Contribution, declarations, describe, describedValues, type Site } from "../locations.js";
import type { SchemaObject } from "../schema-types.js";
import { checkExpectedMaximum } from "./expected-maximum.js";
import { checkPartOf } from "./part-of.js";
import { checkSeries } from "./series.js";

/** Checks what each object of a file says about its fields. */
export function checkFields(file: SchemaFile, { set, envelopes }: LintContext): Problem[] {
  const nameField = envelopes.get(file)?.name.field;
  return describedValues(file).flatMap((site) => [...checkDescription(site), ...checkObject(site, set, nameField)]);
}

function checkDescription({ file, pointer, schema }: Site): Problem[] {
  const isNamed = schema.title !== undefined || (pointer === "" && file.role === "event");
  if (!isNamed || schema.description !== undefined) return [];
  const subject = schema.title ?? file.stem;
  return [{ code: "missing-description", pointer, at: "value", params: { subject } }];
}

function checkObject(site: Site, set: SchemaSet, nameField: string | undefined): Problem[] {
  const { parts, isComplete } = describe(set, site);
  const declared = declarations(parts);
  const fields = [...declared].flatMap(([name, sites]) => checkField(name, sites, site.file, set, name === nameField));
  if (!isComplete) return fields;
  return [
    ...fields,
    ...checkPartOf(declared, site.file, set),
    ...checkExpectedMaximum(declared, site.file, set),
    ...checkSeries(declared, site.file, set),
    ...checkRequired(parts, declared, site.file),
    ...checkFieldless(parts, declared, site),
  ];
}

/** A field may be declared in several places, such as the envelope and the event. One of them must describe it. */
function checkField(
  name: string,
  sites: readonly Site[],
  file: SchemaFile,
  set: SchemaSet,
  isName: boolean,
): Problem[] {
  const here = sites.find((site) => site.file === file);
  if (here === undefined) return [];
  const descriptions = sites.map((site) => describe(set, site));
  const annotations: SchemaObject = Object.assign({}, ...descriptions.map(annotationsOf));
  const place = { pointer: here.pointer, at: "key" } as const;
  const problems: Problem[] = [];
  // The envelope describes the event's name, and another rule checks that there is an envelope.
  if (annotations.description === undefined && !isName && descriptions.every(({ isComplete }) => isComplete)) {
    problems.push({ code: "missing-description", ...place, params: { subject: `the field ${JSON.stringify(name)}` } });
  }
  if (kindOf(annotations) === "measure" && annotations.unit === undefined) {
    problems.push({ code: "missing-unit", ...place, params: { field: name } });
  }
  return problems;
}

function checkRequired(
  parts: readonly Contribution[],
  declared: ReadonlyMap<string, unknown>,
  file: SchemaFile,
): Problem[] {
  const takesOthers = parts.some(
    ({ schema }) =>
      isOpen(schema.additionalProperties) ||
      isOpen(schema.unevaluatedProperties) ||
      schema.patternProperties !== undefined,
  );
  if (takesOthers) return [];
  return parts
    .filter((part) => part.file === file)
    .flatMap(requiredNames)
    .flatMap(({ field, pointer, at }): Problem[] => {
      if (declared.has(field) || field in {}) return [];
      const suggestion = suggest(field, [...declared.keys()]);
      return [{ code: "undeclared-required", pointer, at, params: { field, suggestion } }];
    });
}

interface RequiredName {
  readonly field: string;
  readonly pointer: string;
  readonly at: "key" | "value";
}

/** Names that a schema requires, always or if others are present. */
function requiredNames({ pointer, schema }: Site): RequiredName[] {
  const dependent = Object.entries(schema.dependentRequired ?? {}).flatMap(([field, list]) => {
    const path = joinPointer(pointer, "dependentRequired", field);
    return [{ field, pointer: path, at: "key" } as const, ...listedNames(list, path)];
  });
  return [...listedNames(schema.required ?? [], joinPointer(pointer, "required")), ...dependent];
}

function listedNames(list: readonly string[], path: string): RequiredName[] {
  return list.map((field, index) => ({ field, pointer: joinPointer(path, index), at: "value" }));
}

function checkFieldless(parts: readonly Contribution[], declared: ReadonlyMap<string, unknown>, site: Site): Problem[] {
  const { schema, pointer } = site;
  const isObject = [schema.type].flat().includes("object");
  const saysMore = parts.some((part) =>
    ["additionalProperties", "unevaluatedProperties", "patternProperties"].some((keyword) =>
      Object.hasOwn(part.schema, keyword),
    ),
  );
  return isObject && declared.size === 0 && !saysMore
    ? [{ code: "fieldless-object", pointer, at: "value", params: {} }]
    : [];
}

function isOpen(schema: unknown): boolean {
  return schema !== undefined && schema !== false;
}
