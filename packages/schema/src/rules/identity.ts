import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

const dialect2020 = "https://json-schema.org/draft/2020-12/schema";

/** Checks that a file names a known dialect, and that files and anchors have unique names. */
export function checkIdentity(file: SchemaFile, { set }: LintContext): Problem[] {
  const { schema } = file;
  const problems: Problem[] = [];
  const { $schema } = schema;
  if (typeof $schema === "string" && !isKnownDialect($schema)) {
    problems.push({ code: "unknown-dialect", pointer: "/$schema", at: "value", params: { received: $schema } });
  }
  if (typeof schema.$id === "string") problems.push(...checkId(schema.$id, file, set));
  const anchors = new Set<string>();
  walk(schema, (sub, pointer) => {
    if (isSchemaObject(sub) && typeof sub.$anchor === "string") {
      const place = { pointer: joinPointer(pointer, "$anchor"), at: "value" } as const;
      if (anchors.has(sub.$anchor)) problems.push({ code: "anchor-clash", ...place, params: { anchor: sub.$anchor } });
      anchors.add(sub.$anchor);
    }
    if (pointer !== "" && isSchemaObject(sub) && sub.$id !== undefined) {
      problems.push({ code: "misplaced-id", pointer: joinPointer(pointer, "$id"), at: "key", params: {} });
    }
  });
  return problems;
}

function checkId(id: string, file: SchemaFile, set: SchemaSet): Problem[] {
  const place = { pointer: "/$id", at: "value" } as const;
  if (!URL.canParse(id, file.fileUri)) return [{ code: "bad-id", ...place, params: { id } }];
  // Packages may use the same URIs, since each refers to its own.
  const other = set.files.find((each) => each.uri === file.uri && each.package?.id === file.package?.id);
  return other === file || other === undefined
    ? []
    : [{ code: "id-clash", ...place, params: { id, other: other.path } }];
}

function isKnownDialect(uri: string): boolean {
  return (
    uri === dialect2020 ||
    uri === `${dialect2020}#` ||
    uri === "urn:metric-events:meta:event" ||
    /(^|\/)event\.schema\.json$/.test(uri)
  );
}
