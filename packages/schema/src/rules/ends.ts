import { joinPointer, suggest } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import { kindOf } from "../kind.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { annotationsOf, declarations, describe } from "../locations.js";
import { isSchemaObject, type SchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

/** Checks that `ends` is at the root of an event, and names an event that can be paired with this one. */
export function checkEnds(file: SchemaFile, context: LintContext): Problem[] {
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    const ends = isSchemaObject(schema) ? schema.ends : undefined;
    if (ends === undefined) return;
    const place = { pointer: joinPointer(pointer, "ends"), at: "value" } as const;
    if (file.role !== "event" || pointer !== "") {
      problems.push({ code: "misplaced-ends", ...place, params: {} });
      return;
    }
    const reason = reasonAgainst(file, ends, context);
    if (reason === undefined) return;
    const suggestion = reason === "unknown" ? suggest(ends, [...context.eventFiles.keys()]) : undefined;
    problems.push({ code: "ends-nowhere", ...place, params: { ends, reason, suggestion } });
  });
  return problems;
}

function reasonAgainst(
  file: SchemaFile,
  ends: string,
  context: LintContext,
): "unknown" | "itself" | "unrelated" | undefined {
  const [begin] = context.eventFiles.get(ends) ?? [];
  if (context.envelopes.get(file)?.name.value === ends) return "itself";
  if (begin === undefined) return "unknown";
  const keys = keysOf(begin, context);
  return [...keysOf(file, context)].some((name) => keys.has(name)) ? undefined : "unrelated";
}

/** Names of the fields that say which thing an event is about: dimensions and identifiers outside of the envelope. */
function keysOf(file: SchemaFile, { set, envelopes }: LintContext): Set<string> {
  const { name: own, time } = envelopes.get(file) ?? {};
  const { parts } = describe(set, { file, pointer: "", schema: file.schema });
  const keys = [...declarations(parts)].filter(([name, sites]) => {
    const annotations: SchemaObject = Object.assign({}, ...sites.map((site) => annotationsOf(describe(set, site))));
    const kind = kindOf(annotations);
    return name !== own?.field && name !== time?.field && (kind === "dimension" || kind === "identifier");
  });
  return new Set(keys.map(([name]) => name));
}
