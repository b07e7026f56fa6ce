import { joinPointer, suggest } from "@metric-events/runtime";
import { checkedFormats, rulesOfFormat } from "../checked-formats.js";
import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

/** Where formats are checked, each one is a format that can be: another one would look as if it were. */
export function checkFormats(file: SchemaFile, { set }: LintContext): Problem[] {
  const problems: Problem[] = [];
  if (set.formats === "annotate") return problems;
  walk(file.schema, (schema, pointer) => {
    if (!isSchemaObject(schema) || schema.format === undefined || rulesOfFormat(schema.format) !== undefined) return;
    const { format } = schema;
    const isOfPackage = file.package !== undefined;
    const params = { format, suggestion: suggest(format, checkedFormats), isOfPackage };
    problems.push({ code: "unchecked-format", pointer: joinPointer(pointer, "format"), at: "value", params });
  });
  return problems;
}
