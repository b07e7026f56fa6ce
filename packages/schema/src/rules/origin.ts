import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import type { SchemaObject } from "../schema-types.js";
import { markedFields, misplacedMarks, placeOfMark } from "./marked-fields.js";

/** Checks that `origin` marks one field of an event, and that it is text of its own. */
export function checkOrigin(file: SchemaFile, context: LintContext): Problem[] {
  const misplaced = misplacedMarks(file, "origin");
  if (file.role !== "event") return misplaced;
  const envelope = context.envelopes.get(file);
  const problems = markedFields(file, "origin", context).flatMap(({ field, sites, said, earlier }): Problem[] => {
    const place = placeOfMark(file, sites, "origin");
    if (earlier !== undefined) {
      return [{ code: "origin", ...place, params: { field, reason: "twice", other: earlier } }];
    }
    const isOfEnvelope = field === envelope?.name.field || field === envelope?.time.field;
    if (isOfEnvelope) return [{ code: "origin", ...place, params: { field, reason: "envelope" } }];
    return isText(said) ? [] : [{ code: "origin", ...place, params: { field, reason: "no-text" } }];
  });
  return [...misplaced, ...problems];
}

/** A list of texts is text without saying so. */
function isText({ type, enum: members }: SchemaObject): boolean {
  return type === "string" || (type === undefined && members?.every((member) => typeof member === "string") === true);
}
