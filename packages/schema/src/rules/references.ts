import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import type { Site } from "../locations.js";
import { resolveRef, type Target } from "../resolve.js";
import { isSchemaObject, type SchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";
import { inlinedSites, inPlaceSites, isObjectTarget, isReferenceToType, type SitesFrom } from "./sites-from.js";

/** Checks that each `$ref` leads to a schema, and not back to itself. */
export function checkReferences(file: SchemaFile, { set }: LintContext): Problem[] {
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    if (isSchemaObject(schema) && schema.$ref !== undefined) {
      const problem = checkReference(set, { file, pointer, schema }, schema.$ref);
      if (problem !== undefined) problems.push(problem);
    }
  });
  return problems;
}

function checkReference(set: SchemaSet, site: Site, ref: string): Problem | undefined {
  const place = { pointer: joinPointer(site.pointer, "$ref"), at: "value" } as const;
  const target = resolveRef(set, site.file, ref);
  if ("reason" in target) {
    return { code: "ref-nowhere", ...place, params: { ref, reason: target.reason, suggestion: target.suggestion } };
  }
  if (target.file.role === "event" && target.pointer === "" && target.file !== site.file) {
    return { code: "ref-to-event", ...place, params: { ref } };
  }
  const circle = pathBack(set, target, site, inPlaceSites);
  if (circle !== undefined) {
    return { code: "ref-circle", ...place, params: { path: [...circle, showSite(site)].join(" → ") } };
  }
  if (isReferenceToType(set, site)) return undefined;
  const recursion = pathBack(set, target, site, inlinedSites);
  if (recursion === undefined) return undefined;
  const isTitled = isObjectTarget(target) && target.schema.title !== undefined;
  return { code: "untitled-recursion", ...place, params: { ref, isTitled } };
}

/** The schemas on the way from `start` to `goal`, or `undefined` when there is none. */
function pathBack(set: SchemaSet, start: Target, goal: Site, sitesFrom: SitesFrom): string[] | undefined {
  const visited = new Set<SchemaObject>();
  const search = (site: Site): string[] | undefined => {
    if (site.schema === goal.schema) return [showSite(site)];
    if (visited.has(site.schema)) return undefined;
    visited.add(site.schema);
    for (const next of sitesFrom(set, site)) {
      const path = search(next);
      if (path !== undefined) return site.schema.$ref === undefined ? path : [showSite(site), ...path];
    }
    return undefined;
  };
  const found = isObjectTarget(start) ? search(start) : undefined;
  return found === undefined ? undefined : [showSite(goal), ...found.slice(0, -1)];
}

function showSite({ file, pointer }: Site): string {
  return `${file.path}#${pointer}`;
}
