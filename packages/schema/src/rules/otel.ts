import type { DiagnosticParams, Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { annotationsOf, declarations, describe } from "../locations.js";
import type { SchemaObject } from "../schema-types.js";
import { misplacedMarks, placeOfMark } from "./marked-fields.js";

/** Attributes with these beginnings say which line of a log an event is from. */
const reserved = /^(?:log|metric_events)\./;

/** Checks that `otel` names attributes that are free, on fields of the event itself. */
export function checkOtel(file: SchemaFile, { set, envelopes }: LintContext): Problem[] {
  const misplaced = misplacedMarks(file, "otel");
  if (file.role !== "event") return misplaced;
  const { parts } = describe(set, { file, pointer: "", schema: file.schema });
  const fields = [...declarations(parts)].map(([field, sites]) => {
    const said: SchemaObject = Object.assign({}, ...sites.map((site) => annotationsOf(describe(set, site))));
    return { field, sites, otel: said.otel, isObject: [said.type].flat().includes("object") };
  });
  const envelope = envelopes.get(file);
  const problems = fields.flatMap(({ field, sites, otel, isObject }, index): Problem[] => {
    if (otel === undefined) return [];
    const against = (params: DiagnosticParams["otel"]): Problem[] => [
      { code: "otel", ...placeOfMark(file, sites, "otel"), params },
    ];
    const isOfEnvelope = field === envelope?.name.field || field === envelope?.time.field;
    if (isOfEnvelope) return against({ field, reason: "envelope", otel });
    if (isObject) return against({ field, reason: "object", otel });
    if (reserved.test(otel)) return against({ field, reason: "reserved", otel });
    const twin = fields.slice(0, index).find((other) => other.otel === otel);
    if (twin !== undefined) return against({ field, reason: "twice", otel, other: twin.field });
    const holder = fields.find((other) => other.field === otel || otel.startsWith(`${other.field}.`));
    return holder === undefined ? [] : against({ field, reason: "taken", otel, other: holder.field });
  });
  return [...misplaced, ...problems];
}
