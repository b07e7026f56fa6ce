import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { isSchemaObject } from "../schema-types.js";
import { indexOf } from "../set-index.js";
import { walk } from "../walk.js";

const dialect2020 = "https://json-schema.org/draft/2020-12/schema";

/** Checks that a file names a known dialect, has an identifier that is one, and no two anchors of one name. */
export function checkIdentity(file: SchemaFile): Problem[] {
  const { schema } = file;
  const problems: Problem[] = [];
  const { $schema } = schema;
  if (typeof $schema === "string" && !isKnownDialect($schema)) {
    problems.push({ code: "unknown-dialect", pointer: "/$schema", at: "value", params: { received: $schema } });
  }
  if (isBadId(file)) {
    problems.push({ code: "bad-id", pointer: "/$id", at: "value", params: { id: String(schema.$id) } });
  }
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

/** Checks that no two files have the same identifier. Packages may use the same ones, since each refers to its own. */
export function checkIdClash(file: SchemaFile, { set }: LintContext): Problem[] {
  const { $id } = file.schema;
  const other = typeof $id !== "string" || isBadId(file) ? file : indexOf(set).firstOfId(file);
  if (other === undefined || other === file) return [];
  return [{ code: "id-clash", pointer: "/$id", at: "value", params: { id: String($id), other: other.path } }];
}

function isBadId({ schema: { $id }, fileUri }: SchemaFile): boolean {
  return typeof $id === "string" && !URL.canParse($id, fileUri);
}

function isKnownDialect(uri: string): boolean {
  return (
    uri === dialect2020 ||
    uri === `${dialect2020}#` ||
    uri === "urn:metric-events:meta:event" ||
    /(^|\/)event\.schema\.json$/.test(uri)
  );
}
