import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { annotationsOf, declarations, describe } from "../locations.js";
import { misplacedAnnotations, placeOfField } from "./field-annotation.js";

/** Checks that `origin` marks one field of an event, and that it is text of its own. */
export function checkOrigin(file: SchemaFile, { set, envelopes }: LintContext): Problem[] {
  const misplaced = misplacedAnnotations(file, "origin");
  if (file.role !== "event") return misplaced;
  const { parts } = describe(set, { file, pointer: "", schema: file.schema });
  const marked = [...declarations(parts)].flatMap(([field, sites]) => {
    const said = Object.assign({}, ...sites.map((site) => annotationsOf(describe(set, site))));
    return said.origin === undefined ? [] : [{ field, sites, type: said.type }];
  });
  const envelope = envelopes.get(file);
  const problems = marked.flatMap(({ field, sites, type }, index): Problem[] => {
    const place = placeOfField(file, sites);
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
