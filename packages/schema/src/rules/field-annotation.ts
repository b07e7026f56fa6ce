import { joinPointer, pointerTokens } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import type { SchemaFile } from "../load.js";
import type { Site } from "../locations.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";
import { isFieldOfRoot } from "./envelope.js";

/** Where a field of an event is declared: in the file of the event, else what brings it in. */
export function placeOfField(
  file: SchemaFile,
  sites: readonly Site[],
): { readonly pointer: string; readonly at: "key" } {
  const own = sites.find((site) => site.file === file);
  return { pointer: own?.pointer ?? "/allOf", at: "key" };
}

/** Where a file says an annotation elsewhere than on a field of the event itself. */
export function misplacedAnnotations({ schema: root }: SchemaFile, keyword: "spans" | "origin" | "otel"): Problem[] {
  const problems: Problem[] = [];
  walk(root, (schema, pointer) => {
    if (!isSchemaObject(schema) || schema[keyword] === undefined || isFieldOfRoot(pointerTokens(pointer))) return;
    problems.push({ code: `misplaced-${keyword}`, pointer: joinPointer(pointer, keyword), at: "key", params: {} });
  });
  return problems;
}
