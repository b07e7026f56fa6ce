import { Name } from "ajv";

/** For a subschema whose errors nobody sees. The variable of its outcome is assigned wherever the code is reached. */
export const test = { compositeRule: true, createErrors: false } as const;

/** The variable in which code of Ajv counts errors. */
export const errorCount = new Name("errors");
