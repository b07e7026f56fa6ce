import type { Problem } from "../diagnostic.js";
import { flattenerOf } from "../flatten.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { declarations, describe } from "../locations.js";
import { mergeSchemas } from "../merge.js";
import { isSchemaObject } from "../schema-types.js";

/** Checks that an event is an object, and declares its fields in one place. */
export function checkEvent(file: SchemaFile, { set }: LintContext): Problem[] {
  if (file.role !== "event") return [];
  const { parts, isComplete } = describe(set, { file, pointer: "", schema: file.schema });
  const problems: Problem[] = [];
  if (isComplete && !parts.some(({ schema, branch }) => branch === undefined && schema.type === "object")) {
    problems.push({ code: "not-an-object", pointer: "/type", at: "value", params: {} });
  }
  const always = parts.filter(({ branch }) => branch === undefined);
  const declared = declarations(always);
  for (const [field, [first]] of declarations(parts)) {
    if (first?.branch === undefined || declared.has(field)) continue;
    // A branch in a shared file is a problem of the event that uses the file.
    const pointer = first.file === file ? first.pointer : "/allOf";
    problems.push({ code: "branch-field", pointer, at: "key", params: { field, keyword: first.branch } });
  }
  return problems;
}

/** Checks that an event is one object type: that the branches of its `allOf` can be merged with its own keywords. */
export function checkMerge(file: SchemaFile, { set }: LintContext): Problem[] {
  if (file.role !== "event") return [];
  const { allOf, ...rest } = flattenerOf(set).flattenRoot(file);
  const branch = allOf?.[0];
  if (!isSchemaObject(branch)) return [];
  const keyword = mergeSchemas(branch, rest).conflict ?? "allOf";
  return [{ code: "cannot-merge", pointer: "/allOf", at: "key", params: { keyword } }];
}
