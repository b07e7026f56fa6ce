import { joinPointer, pointerTokens } from "@metric-events/runtime";
import type { DiagnosticCode, Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { annotationsOf, declarations, describe, type Site } from "../locations.js";
import { isSchemaObject, type SchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

/** Annotations of fields of the event itself. All but `otel` mark one field of it. */
type Mark = "envelope" | "origin" | "otel" | "spans";

/** A field that an annotation marks. */
interface MarkedField {
  readonly field: string;
  /** Where it is declared. */
  readonly sites: readonly Site[];
  /** All its annotations. */
  readonly said: SchemaObject;
  /** The field that the same annotation marks before it, of which there should be none. */
  readonly earlier: string | undefined;
}

/** The fields of an event that an annotation marks, in their order. */
export function markedFields(file: SchemaFile, mark: Mark, { set }: Pick<LintContext, "set">): readonly MarkedField[] {
  const { parts } = describe(set, { file, pointer: "", schema: file.schema });
  const marked = [...declarations(parts)].flatMap(([field, sites]) => {
    const said: SchemaObject = Object.assign({}, ...sites.map((site) => annotationsOf(describe(set, site))));
    return said[mark] === undefined ? [] : [{ field, sites, said }];
  });
  return marked.map((each, index) => ({ ...each, earlier: index === 0 ? undefined : marked[0]?.field }));
}

/** The annotation in the file of the event, else the field there, else what brings it in. */
export function placeOfMark(file: SchemaFile, sites: readonly Site[], mark: Mark): Pick<Problem, "pointer" | "at"> {
  const own = sites.find((site) => site.file === file);
  if (own === undefined) return { pointer: "/allOf", at: "key" };
  if (Object.hasOwn(own.schema, mark)) return { pointer: joinPointer(own.pointer, mark), at: "value" };
  return { pointer: own.pointer, at: "key" };
}

/** An annotation of this kind is about a field of the event itself: its schema stands at the root of a file, or is a definition. */
export function misplacedMarks({ schema: root }: SchemaFile, mark: Mark): Problem[] {
  const code = `misplaced-${mark}` as const satisfies DiagnosticCode;
  const problems: Problem[] = [];
  walk(root, (schema, pointer) => {
    if (!isSchemaObject(schema) || schema[mark] === undefined || isFieldOfRoot(pointerTokens(pointer))) return;
    problems.push({ code, pointer: joinPointer(pointer, mark), at: "key", params: {} });
  });
  return problems;
}

/** Whether a place is `/properties/<name>`, or `/$defs/<name>`, perhaps within parts of `allOf`. */
function isFieldOfRoot(tokens: readonly string[]): boolean {
  const definitions = tokens.lastIndexOf("$defs");
  const afterParts = (from: number): number => (tokens[from] === "allOf" ? afterParts(from + 2) : from);
  const start = afterParts(definitions < 0 ? 0 : definitions + 2);
  if (start === tokens.length) return definitions >= 0;
  return tokens[start] === "properties" && afterParts(start + 2) === tokens.length;
}
