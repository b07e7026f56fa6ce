import { joinPointer, suggest } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import { kindOf } from "../kind.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import { annotationsOf, declarations, describe } from "../locations.js";
import { eventNameOf } from "../names.js";
import { isSchemaObject, type SchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

/** Checks that `ends` is at the root of an event, and names an event that can be paired with this one. */
export function checkEnds(file: SchemaFile, { set, eventFiles }: LintContext): Problem[] {
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    const ends = isSchemaObject(schema) ? schema.ends : undefined;
    if (ends === undefined) return;
    const place = { pointer: joinPointer(pointer, "ends"), at: "value" } as const;
    if (file.role !== "event" || pointer !== "") {
      problems.push({ code: "misplaced-ends", ...place, params: {} });
      return;
    }
    const reason = reasonAgainst(file, ends, set, eventFiles);
    if (reason === undefined) return;
    const suggestion = reason === "unknown" ? suggest(ends, [...eventFiles.keys()]) : undefined;
    problems.push({ code: "ends-nowhere", ...place, params: { ends, reason, suggestion } });
  });
  return problems;
}

function reasonAgainst(
  file: SchemaFile,
  ends: string,
  set: SchemaSet,
  eventFiles: LintContext["eventFiles"],
): "unknown" | "itself" | "unrelated" | undefined {
  const [begin] = eventFiles.get(ends) ?? [];
  if (eventNameOf(file.schema) === ends) return "itself";
  if (begin === undefined) return "unknown";
  const keys = keysOf(begin, set);
  return [...keysOf(file, set)].some((name) => keys.has(name)) ? undefined : "unrelated";
}

/** Names of the fields that say which thing an event is about: dimensions and identifiers outside of the envelope. */
function keysOf(file: SchemaFile, set: SchemaSet): Set<string> {
  const { parts } = describe(set, { file, pointer: "", schema: file.schema });
  const keys = [...declarations(parts)].filter(([name, sites]) => {
    const annotations: SchemaObject = Object.assign({}, ...sites.map((site) => annotationsOf(describe(set, site))));
    const kind = kindOf(annotations);
    return name !== "timestamp" && name !== "event" && (kind === "dimension" || kind === "identifier");
  });
  return new Set(keys.map(([name]) => name));
}
