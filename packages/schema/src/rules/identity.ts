import type { Problem } from "../diagnostic.js";
import type { SchemaFile } from "../load.js";
import { joinPointer } from "../pointer.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

const dialect2020 = "https://json-schema.org/draft/2020-12/schema";

/** Checks which dialect a file says it is written in, and that it has no more than one URI. */
export function checkIdentity({ schema }: SchemaFile): Problem[] {
  const problems: Problem[] = [];
  const { $schema } = schema;
  if (typeof $schema === "string" && !isKnownDialect($schema)) {
    problems.push({ code: "unknown-dialect", pointer: "/$schema", at: "value", params: { received: $schema } });
  }
  walk(schema, (sub, pointer) => {
    if (pointer !== "" && isSchemaObject(sub) && sub.$id !== undefined) {
      problems.push({ code: "misplaced-id", pointer: joinPointer(pointer, "$id"), at: "key", params: {} });
    }
  });
  return problems;
}

function isKnownDialect(uri: string): boolean {
  return (
    uri === dialect2020 ||
    uri === `${dialect2020}#` ||
    uri === "urn:metric-events:meta:event" ||
    /(^|\/)event\.schema\.json$/.test(uri)
  );
}
