import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import type { SchemaFile } from "../load.js";

import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

/** How a description begins that is still to be written. */
export const descriptionStub = "TODO";

const stub = new RegExp(`^\\s*${descriptionStub}\\b`);

/** Checks that descriptions are written: a reader of the log, years later, learns nothing from a stub. */
export function checkStubs(file: SchemaFile): Problem[] {
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    if (!isSchemaObject(schema) || !stub.test(schema.description ?? "")) return;
    const at = joinPointer(pointer, "description");
    problems.push({ code: "stub-description", pointer: at, at: "value", params: {} });
  });
  return problems;
}
