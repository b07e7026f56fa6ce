import { sentenceOf } from "./invalid-event-error.js";
import { pointerTokens } from "./pointer.js";
import type { JsonSchemaOptions, SelfContainedSchema, StandardSchema } from "./standard-schema.js";
import type { Issue } from "./types.js";

const dialect = "draft-2020-12";

/**
 * Lets libraries that take any Standard Schema, such as tRPC and Hono, take an event.
 *
 * @param check the mistakes of a value.
 * @param fromJson makes the value of what JSON.parse returned.
 */
export function toStandardSchema<Value>(
  check: (value: unknown) => readonly Issue[],
  fromJson: (value: unknown) => unknown,
  jsonSchema: () => SelfContainedSchema,
): StandardSchema<Value> {
  const convert = ({ target }: JsonSchemaOptions): SelfContainedSchema => {
    if (target === dialect) return jsonSchema();
    throw new TypeError(`expected ${dialect} as target of the JSON Schema, received ${target}`);
  };
  return {
    "~standard": {
      version: 1,
      vendor: "metric-events",
      validate: (input) => {
        const value = fromJson(input);
        const issues = check(value);
        // The check is about this type.
        return issues.length === 0
          ? { value: value as Value }
          : { issues: issues.map((issue) => ({ message: sentenceOf(issue), path: pathOf(issue.pointer, value) })) };
      },
      jsonSchema: { input: convert, output: convert },
    },
  };
}

/** The names and indexes that lead to a place in a value. */
function pathOf(pointer: string, value: unknown): (string | number)[] {
  let at: unknown = value;
  return pointerTokens(pointer).map((token) => {
    const key = Array.isArray(at) ? Number(token) : token;
    at = typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined;
    return key;
  });
}
