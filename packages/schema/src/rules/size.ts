import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import { FieldDescriber } from "../field-describer.js";
import { flattenerOf } from "../flatten.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import type { Site } from "../locations.js";
import { isSchemaObject } from "../schema-types.js";
import { maxFieldDepth, maxFields, maxLevels, maxSubschemas } from "../size-limits.js";
import { walk } from "../walk.js";
import { inlinedSites, inPlaceSites, type SitesFrom } from "./sites-from.js";

interface Weight {
  readonly size: number;
  readonly depth: number;
}

const tooHeavy: Weight = { size: maxSubschemas + 1, depth: maxLevels + 1 };

/** Checks that no schema grows out of bounds where references are replaced, and that no value has to pass too many branches. */
export function checkSize(file: SchemaFile, { set }: LintContext): Problem[] {
  const scales = [new Scale(set, inlinedSites), new Scale(set, inPlaceSites)];
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    if (!isSchemaObject(schema)) return;
    const site = { file, pointer, schema };
    const heavy = scales.map((scale) => scale.firstExcess(site)).find((excess) => excess !== undefined);
    if (heavy === undefined) return;
    const place = { pointer: schema.$ref === undefined ? pointer : joinPointer(pointer, "$ref"), at: "value" } as const;
    problems.push({ code: "too-large", ...place, params: heavy });
  });
  return problems;
}

/** Weighs schemas, each once, however many ways lead to it. */
class Scale {
  readonly #set: SchemaSet;
  readonly #sitesFrom: SitesFrom;
  readonly #weights = new Map<object, Weight>();

  constructor(set: SchemaSet, sitesFrom: SitesFrom) {
    this.#set = set;
    this.#sitesFrom = sitesFrom;
  }

  /** What is too large about a schema that is made of parts that are not; `undefined` when a part is to blame, or nothing. */
  firstExcess(site: Site): { what: "deep" | "many"; limit: number } | undefined {
    const { size, depth } = this.#weigh(site, 0);
    const parts = this.#sitesFrom(this.#set, site).map((part) => this.#weigh(part, 0));
    if (depth > maxLevels && parts.every((part) => part.depth <= maxLevels)) {
      return { what: "deep", limit: maxLevels };
    }
    if (size > maxSubschemas && parts.every((part) => part.size <= maxSubschemas)) {
      return { what: "many", limit: maxSubschemas };
    }
    return undefined;
  }

  #weigh(site: Site, level: number): Weight {
    const known = this.#weights.get(site.schema);
    if (known !== undefined) return known;
    // A part this far down makes all that is around it too deep, whatever it weighs.
    if (level > maxLevels) return tooHeavy;
    // Circles are for another rule to report.
    this.#weights.set(site.schema, { size: 0, depth: 0 });
    let [size, depth] = [1, 0];
    for (const part of this.#sitesFrom(this.#set, site)) {
      const weight = this.#weigh(part, level + 1);
      size = Math.min(size + weight.size, maxSubschemas + 1);
      depth = Math.max(depth, weight.depth);
    }
    const weight = { size, depth: Math.min(depth + 1, maxLevels + 1) };
    this.#weights.set(site.schema, weight);
    return weight;
  }
}

/** Checks that the fields of an event can be listed, those within its fields included. */
export function checkFieldCount(file: SchemaFile, { set }: LintContext): Problem[] {
  if (file.role !== "event") return [];
  const flattener = flattenerOf(set);
  const { properties = {} } = flattener.flattenRoot(file);
  const describer = new FieldDescriber(flattener.definitions);
  for (const [name, property] of Object.entries(properties)) {
    describer.fieldsOf({ properties: { [name]: property } });
    if (describer.excess === undefined) continue;
    const isOwn = Object.hasOwn(file.schema.properties ?? {}, name);
    const pointer = isOwn ? joinPointer("/properties", name) : "/allOf";
    const limit = describer.excess === "deep" ? maxFieldDepth : maxFields;
    return [{ code: "too-many-fields", pointer, at: "key", params: { field: name, what: describer.excess, limit } }];
  }
  return [];
}
