import { isDeepStrictEqual } from "node:util";
import { keywords } from "../keywords.js";
import { resolvePointer } from "../pointer.js";
import { isSchema, isSchemaObject, type Schema, type SchemaObject } from "../schema-types.js";
import { mapSubschemas } from "../walk.js";
import { type Evaluation, evaluationsOf, type Lookup } from "./evaluated.js";

/** The value of a planned `unevaluatedProperties`: the schema of the rest, and which properties do not belong to it. */
export interface PropertiesPlan extends Conditions {
  readonly rest: Schema;
  readonly evaluated: readonly (Planned & Evaluation["properties"])[];
}

/** The same for `unevaluatedItems`. */
export interface ItemsPlan extends Conditions {
  readonly rest: Schema;
  /** `contains` names the entries of the plan that hold the schemas. */
  readonly evaluated: readonly (Planned &
    Pick<Evaluation["items"], "all" | "count"> & { contains: readonly string[] })[];
}

/** Schemas to try the value or its elements against, by the name of their entry. */
type Conditions = { readonly [name: `when${number}` | `contains${number}`]: Schema };

interface Planned {
  /** The entries of the plan that must hold. */
  readonly when: readonly string[];
}

/**
 * The same self-contained schema with a plan as the value of each `unevaluatedProperties` and `unevaluatedItems`. The plan has everything
 * that the keyword depends on; {@link createAjv} compiles it.
 *
 * Ajv's own keywords depart from the specification: they ignore `if` without `then`, treat all elements as evaluated by `contains`, treat
 * `constructor` as evaluated, and throw for some values.
 */
export function planUnevaluated(root: SchemaObject): SchemaObject {
  const lookup: Lookup = (ref) => {
    const found = resolvePointer(root, decodeURIComponent(ref.slice(1)));
    if (!isSchema(found)) throw new Error(`no schema at ${ref}`);
    return found;
  };
  const plan = (schema: Schema): Schema => {
    if (!isSchemaObject(schema)) return schema;
    const planned: Record<string, unknown> = mapSubschemas(schema, (sub) => plan(sub.schema));
    if (schema.$ref !== undefined) planned["$ref"] = plannedReference(schema.$ref);
    const { unevaluatedProperties, unevaluatedItems } = planned;
    const evaluations =
      unevaluatedProperties === undefined && unevaluatedItems === undefined ? [] : evaluationsOf(schema, lookup);
    if (isSchema(unevaluatedProperties)) {
      planned["unevaluatedProperties"] = propertiesPlan(unevaluatedProperties, evaluations, plan);
    }
    if (isSchema(unevaluatedItems)) planned["unevaluatedItems"] = itemsPlan(unevaluatedItems, evaluations, plan);
    return planned;
  };
  return plan(root) as SchemaObject;
}

/** A `$ref` within a document, for the same document with plans: what was the value of `unevaluatedProperties` is now in its plan. */
export function plannedReference(ref: string): string {
  const tokens = ref.split("/");
  const planned = tokens.splice(0, 1);
  while (tokens.length > 0) {
    const [keyword = ""] = tokens.splice(0, 1);
    const isPlan = keyword === "unevaluatedProperties" || keyword === "unevaluatedItems";
    const { holds } = keywords[decodeURIComponent(keyword)] ?? {};
    planned.push(
      keyword,
      ...(isPlan ? ["rest"] : []),
      ...tokens.splice(0, holds === "map" || holds === "list" ? 1 : 0),
    );
  }
  return planned.join("/");
}

function propertiesPlan(rest: Schema, evaluations: readonly Evaluation[], plan: (schema: Schema) => Schema) {
  const always = evaluations.filter(({ when }) => when.length === 0).map(({ properties }) => properties);
  const known = {
    all: always.some(({ all }) => all),
    names: unique(always.flatMap(({ names }) => names)),
    patterns: unique(always.flatMap(({ patterns }) => patterns)),
  };
  const sometimes = evaluations.flatMap(({ when, properties: { all, names, patterns } }) => {
    const added = {
      all,
      names: names.filter((name) => !known.names.includes(name)),
      patterns: patterns.filter((pattern) => !known.patterns.includes(pattern)),
    };
    const isMore = !known.all && (all || added.names.length > 0 || added.patterns.length > 0);
    return when.length > 0 && isMore ? [{ when, ...added }] : [];
  });
  const entries = new Entries(plan);
  const evaluated = sometimes.map(({ when, ...what }) => ({ when: entries.add("when", when), ...what }));
  return { rest, evaluated: [{ when: [], ...known }, ...evaluated], ...entries.schemas } satisfies PropertiesPlan;
}

function itemsPlan(rest: Schema, evaluations: readonly Evaluation[], plan: (schema: Schema) => Schema) {
  const always = evaluations.filter(({ when }) => when.length === 0).map(({ items }) => items);
  const known = {
    all: always.some(({ all }) => all),
    count: Math.max(0, ...always.map(({ count }) => count)),
    contains: always.flatMap(({ contains }) => contains),
  };
  const sometimes = evaluations.flatMap(({ when, items }) => {
    const isMore = !known.all && (items.all || items.count > known.count || items.contains.length > 0);
    return when.length > 0 && isMore ? [{ when, ...items }] : [];
  });
  const entries = new Entries(plan);
  const evaluated = [{ when: [], ...known }, ...sometimes].map(({ when, contains, ...what }) => ({
    when: entries.add("when", when),
    contains: entries.add("contains", contains),
    ...what,
  }));
  return { rest, evaluated, ...entries.schemas } satisfies ItemsPlan;
}

/** The schemas of a plan, each once. */
class Entries {
  readonly schemas: Record<`when${number}` | `contains${number}`, Schema> = {};
  readonly #plan: (schema: Schema) => Schema;
  readonly #known: { readonly name: string; readonly schema: Schema }[] = [];

  constructor(plan: (schema: Schema) => Schema) {
    this.#plan = plan;
  }

  /** Names of the entries that hold these schemas. */
  add(kind: "when" | "contains", schemas: readonly Schema[]): string[] {
    return schemas.map((schema) => {
      const known = this.#known.find((each) => each.name.startsWith(kind) && isDeepStrictEqual(each.schema, schema));
      if (known !== undefined) return known.name;
      const name = `${kind}${this.#known.length}` as const;
      this.#known.push({ name, schema });
      this.schemas[name] = this.#plan(schema);
      return name;
    });
  }
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
