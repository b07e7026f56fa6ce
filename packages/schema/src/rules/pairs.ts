import { joinPointer } from "@metric-events/runtime";
import type { DiagnosticParams, Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { snakeCase } from "../names.js";
import { isSchemaObject } from "../schema-types.js";
import { reservedWords, sharedViews } from "../sql-names.js";
import { walk } from "../walk.js";

/** Checks that `pairs` stands beside `ends` at the root of an event, and is a name that nothing else in SQL has. */
export function checkPairs(file: SchemaFile, context: LintContext): Problem[] {
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    const pairs = isSchemaObject(schema) ? schema.pairs : undefined;
    if (pairs === undefined) return;
    const place = { pointer: joinPointer(pointer, "pairs"), at: "value" } as const;
    if (file.role !== "event" || pointer !== "" || file.schema.ends === undefined) {
      problems.push({ code: "misplaced-pairs", ...place, params: {} });
      return;
    }
    const taken = takenBy(pairs, file, context);
    if (taken !== undefined) problems.push({ code: "pairs-taken", ...place, params: { pairs, ...taken } });
  });
  return problems;
}

type Taken = DiagnosticParams["pairs-taken"] extends infer Params
  ? Params extends unknown
    ? Omit<Params, "pairs">
    : never
  : never;

/** What has the name already: a word or a view of SQL, the view of an event, or that of other pairs. */
function takenBy(pairs: string, file: SchemaFile, { eventFiles, envelopes, set }: LintContext): Taken | undefined {
  if (reservedWords.has(pairs)) return { taken: "word" };
  if (sharedViews.has(pairs)) return { taken: "view" };
  const event = [...eventFiles].find(([name]) => snakeCase(name) === pairs)?.[1][0];
  if (event !== undefined) return { taken: "name", other: event.path };
  const ending = set.files.filter((each) => each.role === "event" && each.schema.ends !== undefined);
  const earlier = ending.find((each) => each.schema.pairs === pairs);
  if (earlier !== undefined && earlier !== file) return { taken: "name", other: earlier.path };
  const unnamed = ending.find((each) => {
    const own = envelopes.get(each)?.name.value;
    const { ends, pairs: named } = each.schema;
    return named === undefined && own !== undefined && `${snakeCase(ends ?? "")}_to_${snakeCase(own)}` === pairs;
  });
  return unnamed === undefined ? undefined : { taken: "default", other: unnamed.path };
}
