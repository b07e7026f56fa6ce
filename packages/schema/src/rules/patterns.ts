import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import type { SchemaFile } from "../load.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";
import { correctedPattern } from "./corrected-pattern.js";

/** Checks that regular expressions are valid. */
export function checkPatterns(file: SchemaFile): Problem[] {
  const problems: Problem[] = [];
  const check = (pattern: string, pointer: string, at: "key" | "value"): void => {
    const reason = whyNoPattern(pattern);
    if (reason === undefined) return;
    const params = { pattern, reason, correction: correctedPattern(pattern) };
    problems.push({ code: "bad-pattern", pointer, at, params });
  };
  walk(file.schema, (schema, pointer) => {
    if (!isSchemaObject(schema)) return;
    if (schema.pattern !== undefined) check(schema.pattern, joinPointer(pointer, "pattern"), "value");
    for (const pattern of Object.keys(schema.patternProperties ?? {})) {
      check(pattern, joinPointer(pointer, "patternProperties", pattern), "key");
    }
  });
  return problems;
}

function whyNoPattern(pattern: string): string | undefined {
  try {
    RegExp(pattern, "u");
    return undefined;
  } catch (error) {
    // V8's message repeats the pattern before the reason.
    return error instanceof Error ? error.message.slice(error.message.lastIndexOf(": ") + 2) : String(error);
  }
}
