import { bareRef } from "../bare-ref.js";
import type { SchemaSet } from "../load.js";
import type { Site } from "../locations.js";
import { resolveRef, type Target } from "../resolve.js";
import { isSchemaObject, type SchemaObject } from "../schema-types.js";
import { subschemaPointer, subschemas } from "../walk.js";

/** The places of the schemas that one schema leads to. */
export type SitesFrom = (set: SchemaSet, site: Site) => Site[];

/** SitesFrom that stay at the same value. */
export const inPlaceSites: SitesFrom = (set, site) => [
  ...subSites(site, (appliesTo) => appliesTo === "in-place"),
  ...referredSites(set, site),
];

/** SitesFrom to all schemas that replace a reference. A titled schema that a field refers to does not: it becomes a type. */
export const inlinedSites: SitesFrom = (set, site) =>
  isReferenceToType(set, site)
    ? []
    : [...subSites(site, (appliesTo) => appliesTo !== "definition"), ...referredSites(set, site)];

function subSites({ file, pointer, schema }: Site, follow: (appliesTo: string) => boolean): Site[] {
  return subschemas(schema).flatMap((sub) =>
    follow(sub.appliesTo) && isSchemaObject(sub.schema)
      ? [{ file, pointer: subschemaPointer(pointer, sub), schema: sub.schema }]
      : [],
  );
}

function referredSites(set: SchemaSet, site: Site): Site[] {
  const target = site.schema.$ref === undefined ? undefined : resolveRef(set, site.file, site.schema.$ref);
  return target !== undefined && isObjectTarget(target) ? [target] : [];
}

/** Whether a schema refers to a titled one, and adds nothing to it that decides. A branch of an `allOf` is merged, not referred to. */
export function isReferenceToType(set: SchemaSet, site: Site): boolean {
  const ref = bareRef(site.schema);
  if (ref === undefined || /\/allOf\/\d+$/.test(site.pointer)) return false;
  const target = resolveRef(set, site.file, ref);
  return isObjectTarget(target) && target.schema.title !== undefined;
}

export function isObjectTarget(target: object): target is Target & { schema: SchemaObject } {
  return "schema" in target && isSchemaObject(target.schema);
}
