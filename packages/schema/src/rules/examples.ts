import { joinPointer, PatternStepsError } from "@metric-events/runtime";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { formatOfPattern } from "../checked-formats.js";
import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { isSchemaObject, type SchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

/** Checks that each schema accepts its own examples and default. */
export function checkExamples(file: SchemaFile, context: LintContext): Problem[] {
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    if (!isSchemaObject(schema)) return;
    for (const { keyword, value, at } of valuesOf(schema)) {
      const reason = whyInvalid(context.validatorAt(file, pointer), value);
      if (reason === undefined) continue;
      const params = { keyword, received: JSON.stringify(value), reason };
      problems.push({ code: "invalid-example", pointer: `${pointer}${at}`, at: "value", params });
    }
  });
  return problems;
}

function valuesOf(schema: SchemaObject): { keyword: "examples" | "default"; value: unknown; at: string }[] {
  const examples = (schema.examples ?? []).map(
    (value, index) => ({ keyword: "examples", value, at: joinPointer("", "examples", index) }) as const,
  );
  return Object.hasOwn(schema, "default")
    ? [...examples, { keyword: "default", value: schema.default, at: "/default" }]
    : examples;
}

/** What is wrong with a value, in the words of Ajv; `undefined` when it is valid. */
export function whyInvalid(validate: ValidateFunction, value: unknown): string | undefined {
  try {
    if (validate(value) === true) return undefined;
  } catch (error) {
    if (error instanceof PatternStepsError) return error.message;
    throw error;
  }
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${messageOf(error)}`.trim()).join(", ");
}

function messageOf({ keyword, message, params }: ErrorObject): string {
  // Ajv has a comma, and no space, between several types.
  const format = keyword === "pattern" ? formatOfPattern(String(params["pattern"])) : undefined;
  if (format !== undefined) return `must have the format ${format}`;
  return keyword === "type" ? `must be ${[params["type"]].flat().join(" or ")}` : (message ?? keyword);
}
