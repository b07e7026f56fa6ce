import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import { isAnnotation } from "../keywords.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";
import { whyInvalid } from "./examples.js";

/** Checks that each member of an `enum` can be: that the keywords beside it do not rule it out. */
export function checkEnumMembers(file: SchemaFile, context: LintContext): Problem[] {
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    if (!isSchemaObject(schema) || schema.enum === undefined) return;
    if (Object.keys(schema).every((keyword) => keyword === "enum" || isAnnotation(keyword))) return;
    const members = schema.enum;
    const validate = context.validatorAt(file, pointer);
    const reasons = members.map((member) => whyInvalid(validate, member));
    // That none can be is a contradiction, which another rule reports.
    if (reasons.every((reason) => reason !== undefined)) return;
    for (const [index, reason] of reasons.entries()) {
      if (reason === undefined) continue;
      const params = { received: JSON.stringify(members[index]), reason };
      problems.push({ code: "impossible-member", pointer: joinPointer(pointer, "enum", index), at: "value", params });
    }
  });
  return problems;
}
