import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import { isBigint } from "../is-bigint.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import { resolveRef } from "../resolve.js";
import { isSchemaObject, type Schema, type SchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

/**
 * Checks that branches agree where the whole numbers of a value are bigints. Readers of a line cannot always tell which branch a value is of.
 */
export function checkBigintBranches(file: SchemaFile, { set }: LintContext): Problem[] {
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    if (!isSchemaObject(schema)) return;
    const branches = branchesOf(schema);
    if (branches.length === 0) return;
    const { anyOf: _, oneOf: __, then: ___, else: ____, dependentSchemas: _____, ...own } = schema;
    const base = numbersIn(set, file, own);
    const found = branches.map((branch) => numbersIn(set, file, branch));
    const places = new Set(found.flatMap((each) => [...each.keys()]));
    for (const place of places) {
      if (base.get(place)?.has("bigint") === true) continue;
      const kinds = new Set([base, ...found].flatMap((each) => [...(each.get(place) ?? [])]));
      if (kinds.size < 2) continue;
      problems.push({ code: "bigint-branches", pointer, at: "value", params: { place } });
    }
  });
  return problems;
}

function branchesOf({ anyOf = [], oneOf = [], dependentSchemas = {}, ...rest }: SchemaObject): readonly Schema[] {
  const conditional = [rest.then, rest.else].filter((branch) => branch !== undefined);
  return [...anyOf, ...oneOf, ...conditional, ...Object.values(dependentSchemas)];
}

type NumberKind = "bigint" | "number";

/** Deeper, schemas contain themselves, and then the same branches come again. */
const maxDepth = 8;

/** What kinds of whole numbers a schema has, by their places in the value. */
function numbersIn(set: SchemaSet, file: SchemaFile, root: Schema): Map<string, Set<NumberKind>> {
  const found = new Map<string, Set<NumberKind>>();
  const seen = new Set<string>();
  const visit = (schema: Schema | undefined, from: SchemaFile, place: string, depth: number): void => {
    if (schema === undefined || !isSchemaObject(schema) || depth > maxDepth) return;
    const kind = kindOf(schema);
    if (kind !== undefined) found.set(place, (found.get(place) ?? new Set()).add(kind));
    if (schema.$ref !== undefined) {
      const target = resolveRef(set, from, schema.$ref);
      const key = "reason" in target ? undefined : `${target.file.path}#${target.pointer} ${place}`;
      if (key !== undefined && !seen.has(key) && "schema" in target) {
        seen.add(key);
        visit(target.schema, target.file, place, depth);
      }
    }
    for (const branch of [...(schema.allOf ?? []), ...branchesOf(schema)]) visit(branch, from, place, depth);
    for (const [name, part] of Object.entries(schema.properties ?? {}))
      visit(part, from, joinPointer(place, name), depth + 1);
    const others = [schema.items, schema.additionalProperties, ...Object.values(schema.patternProperties ?? {})];
    for (const part of [...(schema.prefixItems ?? []), ...others])
      visit(part, from, joinPointer(place, "*"), depth + 1);
  };
  visit(root, file, "", 0);
  return found;
}

function kindOf(schema: SchemaObject): NumberKind | undefined {
  if (isBigint(schema)) return "bigint";
  const types = [schema.type ?? []].flat();
  const isConstant = [schema.const, ...(schema.enum ?? [])].some((value) => typeof value === "number");
  return types.includes("integer") || types.includes("number") || (types.length === 0 && isConstant)
    ? "number"
    : undefined;
}
