import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

/** Checks that `pairs` stands beside `ends` at the root of an event, and is a name that nothing else in SQL has. */
export function checkPairs(file: SchemaFile, { eventFiles, set }: LintContext): Problem[] {
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    const pairs = isSchemaObject(schema) ? schema.pairs : undefined;
    if (pairs === undefined) return;
    const place = { pointer: joinPointer(pointer, "pairs"), at: "value" } as const;
    if (file.role !== "event" || pointer !== "" || file.schema.ends === undefined) {
      problems.push({ code: "misplaced-pairs", ...place, params: {} });
      return;
    }
    const earlier = set.files.find((each) => each.role === "event" && each.schema.pairs === pairs);
    const other = eventFiles.get(pairs)?.[0] ?? (earlier === file ? undefined : earlier);
    if (other !== undefined) problems.push({ code: "pairs-taken", ...place, params: { pairs, other: other.path } });
  });
  return problems;
}
