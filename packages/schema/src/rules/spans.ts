import { secondsPerUnit } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import { kindOf } from "../kind.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { markedFields, misplacedMarks, placeOfMark } from "./marked-fields.js";

/** Checks that `spans` marks one measure of time in an event, and names the event that this one ends. */
export function checkSpans(file: SchemaFile, context: LintContext): Problem[] {
  const misplaced = misplacedMarks(file, "spans");
  if (file.role !== "event") return misplaced;
  const { ends } = file.schema;
  const problems = markedFields(file, "spans", context).flatMap(({ field, sites, said, earlier }): Problem[] => {
    const place = placeOfMark(file, sites, "spans");
    const { spans = "" } = said;
    if (earlier !== undefined) {
      return [{ code: "spans", ...place, params: { field, reason: "twice", other: earlier } }];
    }
    if (ends === undefined) return [{ code: "spans", ...place, params: { field, reason: "ends-nothing", spans } }];
    if (ends !== spans) return [{ code: "spans", ...place, params: { field, reason: "other-event", spans, ends } }];
    const isTime = kindOf(said) === "measure" && secondsPerUnit(said.unit) !== undefined;
    return isTime ? [] : [{ code: "spans", ...place, params: { field, reason: "no-time" } }];
  });
  return [...misplaced, ...problems];
}
