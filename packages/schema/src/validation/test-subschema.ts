import { Name } from "ajv";

/** Options for a subschema that only tests: its errors are discarded. */
export const test = { compositeRule: true, createErrors: false } as const;

/** The variable in which Ajv's code counts errors. */
export const errorCount = new Name("errors");
