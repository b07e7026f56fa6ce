import { joinPointer, pointerTokens } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { annotationsOf, declarations, describe, type Site } from "../locations.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";
import { isFieldOfRoot } from "./envelope.js";

/** Checks that `origin` marks one field of an event, and that it is text of its own. */
export function checkOrigin(file: SchemaFile, { set, envelopes }: LintContext): Problem[] {
  const misplaced = misplacedIn(file);
  if (file.role !== "event") return misplaced;
  const { parts } = describe(set, { file, pointer: "", schema: file.schema });
  const marked = [...declarations(parts)].flatMap(([field, sites]) => {
    const said = Object.assign({}, ...sites.map((site) => annotationsOf(describe(set, site))));
    return said.origin === undefined ? [] : [{ field, sites, type: said.type }];
  });
  const envelope = envelopes.get(file);
  const problems = marked.flatMap(({ field, sites, type }, index): Problem[] => {
    const place = placeOf(file, sites);
    const [first] = marked;
    if (index > 0 && first !== undefined) {
      return [{ code: "origin", ...place, params: { field, reason: "twice", other: first.field } }];
    }
    const isOfEnvelope = field === envelope?.name.field || field === envelope?.time.field;
    if (isOfEnvelope) return [{ code: "origin", ...place, params: { field, reason: "envelope" } }];
    return type === "string" ? [] : [{ code: "origin", ...place, params: { field, reason: "no-text" } }];
  });
  return [...misplaced, ...problems];
}

/** The field in the file of the event, else what brings it in. */
function placeOf(file: SchemaFile, sites: readonly Site[]): { readonly pointer: string; readonly at: "key" } {
  const own = sites.find((site) => site.file === file);
  return { pointer: own?.pointer ?? "/allOf", at: "key" };
}

function misplacedIn({ schema: root }: SchemaFile): Problem[] {
  const problems: Problem[] = [];
  walk(root, (schema, pointer) => {
    if (!isSchemaObject(schema) || schema.origin === undefined || isFieldOfRoot(pointerTokens(pointer))) return;
    problems.push({ code: "misplaced-origin", pointer: joinPointer(pointer, "origin"), at: "key", params: {} });
  });
  return problems;
}
