import { joinPointer } from "@metric-events/runtime";
import { isAnnotation } from "./keywords.js";
import type { SchemaFile, SchemaSet } from "./load.js";
import { resolveRef } from "./resolve.js";
import { isSchemaObject, type Schema, type SchemaObject } from "./schema-types.js";
import { subschemaPointer, subschemas } from "./walk.js";

/** A schema in a file. */
export interface Site {
  readonly file: SchemaFile;
  readonly pointer: string;
  readonly schema: SchemaObject;
}

/**
 * The schemas of a file that each describe a value: the root, definitions, and their children. Branches that apply in place are part of
 * the schema around them.
 */
export function describedValues(file: SchemaFile): Site[] {
  const found: Site[] = [];
  const visit = (schema: Schema, pointer: string, isBranch: boolean): void => {
    if (!isSchemaObject(schema)) return;
    if (!isBranch) found.push({ file, pointer, schema });
    for (const sub of subschemas(schema)) {
      if (!sub.isTest) visit(sub.schema, subschemaPointer(pointer, sub), sub.appliesTo === "in-place");
    }
  };
  visit(file.schema, "", false);
  return found;
}

/** A schema that contributes to the description of a value, and the keyword of the branch that holds it, if any. */
export interface Contribution extends Site {
  /** `anyOf`, `oneOf`, `then`, … when the schema applies only under a condition; `undefined` when it always applies. */
  readonly branch: string | undefined;
}

/** All schemas that describe one value. Incomplete if a `$ref` among them leads nowhere. */
interface Description {
  readonly parts: readonly Contribution[];
  readonly isComplete: boolean;
}

/** A schema with all others that apply to the same value, through `$ref`, `allOf` and the other in-place keywords. */
export function describe(set: SchemaSet, site: Site): Description {
  let isComplete = true;
  const found: Contribution[] = [];
  const visited = new Set<SchemaObject>();
  const visit = ({ file, pointer, schema }: Site, branch: string | undefined): void => {
    if (visited.has(schema)) return;
    visited.add(schema);
    if (typeof schema.$ref === "string") {
      const target = resolveRef(set, file, schema.$ref);
      if ("reason" in target) isComplete = false;
      else if (isSchemaObject(target.schema)) visit({ ...target, schema: target.schema }, branch);
    }
    for (const sub of subschemas(schema)) {
      if (sub.appliesTo !== "in-place" || sub.isTest || !isSchemaObject(sub.schema)) continue;
      const isUnconditional = sub.keyword === "allOf";
      visit(
        { file, pointer: subschemaPointer(pointer, sub), schema: sub.schema },
        isUnconditional ? branch : sub.keyword,
      );
    }
    found.push({ file, pointer, schema, branch });
  };
  visit(site, undefined);
  return { parts: found, isComplete };
}

/** The annotations of a value. Those nearest to it win. */
export function annotationsOf({ parts }: Description): SchemaObject {
  const merged: Record<string, unknown> = {};
  for (const { schema } of parts) {
    for (const [keyword, value] of Object.entries(schema)) {
      if (isAnnotation(keyword) || keyword === "type" || keyword === "enum") merged[keyword] = value;
    }
  }
  return merged;
}

/** Where each property of an object is declared, by its name. */
export function declarations(parts: readonly Contribution[]): Map<string, (Site & Pick<Contribution, "branch">)[]> {
  const byName = new Map<string, (Site & Pick<Contribution, "branch">)[]>();
  for (const { file, pointer, schema, branch } of parts) {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const site = {
        file,
        pointer: joinPointer(pointer, "properties", name),
        schema: isSchemaObject(property) ? property : {},
        branch,
      };
      byName.set(name, [...(byName.get(name) ?? []), site]);
    }
  }
  return byName;
}
