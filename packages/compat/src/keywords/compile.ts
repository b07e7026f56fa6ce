import type { Formula, ReferenceTarget } from "../algebra/formula.js";
import type { Pool } from "../algebra/pool.js";
import { applicators, isReferenceAlone } from "../dialect/dialect.js";
import { escapeName, type Location, unescapeName } from "../dialect/document.js";
import { type DynamicScope, keyOf, type Library } from "../dialect/library.js";
import { examplesOf, isObject, type JsonObject, member } from "../json/value.js";
import type { Reason, ReasonCode } from "../reason.js";
import type { KeywordCompiler, KeywordContext } from "./keyword.js";
import { combine, type Outcome, OutcomesUnknown, outcome } from "./outcome.js";
import { keywordTable } from "./table.js";

interface CompileOptions {
  readonly isFormatAsserted: boolean;
  /** Which of the two schemas this is, for reasons. */
  readonly side: "subset" | "superset";
  /** Schemas without references, which mean the same wherever they are. */
  readonly plain: WeakSet<object>;
  /** The formulas of those that were compiled before, for other documents too. */
  readonly plainFormulas: WeakMap<object, Formula>;
}

/** Compiles the schemas of one library into formulas. All recursion over schemas goes through here. */
export class Compiler {
  readonly #targets = new Map<string, ReferenceTarget>();
  readonly #outcomes = new Map<string, readonly Outcome[]>();
  readonly #open = new Set<string>();

  constructor(
    readonly pool: Pool,
    readonly library: Library,
    readonly options: CompileOptions,
  ) {}

  compileRoot(): Formula {
    const { unknownDialect, root } = this.library.document;
    if (unknownDialect !== undefined) {
      const keywordLocation = `${unknownDialect.pointer}/$schema`;
      return this.pool.opaque(this.#reason("unknown-dialect", keywordLocation, unknownDialect.uri));
    }
    const formula = this.#compile(root, new Map());
    for (const target of this.#targets.values()) this.#breakCycle(target);
    return formula;
  }

  #compile(location: Location, outer: DynamicScope): Formula {
    const { schema } = location;
    if (schema === true) return this.pool.anything;
    if (schema === false) return this.pool.nothing;
    if (!isObject(schema)) return this.pool.opaque(this.#reason("invalid-keyword", this.#placeOf(location)));
    const { plain, plainFormulas } = this.options;
    const shared = plainFormulas.get(schema);
    if (shared !== undefined) return shared;
    const scope = this.library.enter(outer, location);
    const key = keyOf(location, scope);
    const known = this.#targets.get(key);
    // A target without a formula is still being compiled: the schema is recursive here.
    if (known !== undefined) return known.formula ?? this.pool.reference(known);
    const target: ReferenceTarget = {
      key: `${this.options.side} ${key}`,
      place: this.#placeOf(location),
      formula: undefined,
    };
    this.#targets.set(key, target);
    target.formula = this.#compileObject(location, schema, scope);
    if (plain.has(schema)) plainFormulas.set(schema, target.formula);
    const property = /\/properties\/([^/]*)$/.exec(location.pointer)?.[1];
    if (property !== undefined) this.pool.examples.add(unescapeName(property), examplesOf(schema));
    return target.formula;
  }

  #compileObject(location: Location, schema: JsonObject, scope: DynamicScope): Formula {
    const { pool } = this;
    const present = this.#present(location, schema);
    const base = pool.all(
      present.map((keyword) =>
        keyword.compile(schema[keyword.name] ?? null, this.#context(keyword.name, location, schema, scope)),
      ),
    );
    if (!this.#hasUnevaluated(location, schema)) return base;
    const own = this.#tellApart(location, schema, scope);
    if (own instanceof OutcomesUnknown)
      return pool.all([base, pool.opaque(this.#reason(own.code, this.#placeOf(location)))]);
    const outcomes = own.map(({ formula, ...evaluated }) => ({
      formula,
      rest: this.#unevaluated(location, schema, scope, evaluated),
    }));
    const positive = pool.any(outcomes.map(({ formula, rest }) => pool.all([formula, rest])));
    const violated = outcomes.map(({ formula, rest }) => pool.all([formula, pool.negate(rest)]));
    pool.pair(positive, pool.any([pool.negate(base), ...violated]));
    return positive;
  }

  #outcomesOf(location: Location, outer: DynamicScope): readonly Outcome[] {
    const { schema } = location;
    const formula = this.#compile(location, outer);
    if (!isObject(schema)) return [outcome(this.pool, formula)];
    const scope = this.library.enter(outer, location);
    const key = keyOf(location, scope);
    const known = this.#outcomes.get(key);
    if (known !== undefined) return known;
    if (this.#open.has(key))
      return [outcome(this.pool, this.pool.opaque(this.#reason("cyclic-reference", this.#placeOf(location))))];
    this.#open.add(key);
    const outcomes = this.#schemaOutcomes(location, schema, scope, formula);
    this.#open.delete(key);
    this.#outcomes.set(key, outcomes);
    return outcomes;
  }

  #schemaOutcomes(location: Location, schema: JsonObject, scope: DynamicScope, formula: Formula): readonly Outcome[] {
    const own = this.#ownOutcomes(location, schema, scope);
    if (!this.#hasUnevaluated(location, schema))
      return own.length === 1 ? own.map((each) => ({ ...each, formula })) : own;
    const names = "unevaluatedProperties" in schema ? this.pool.anything : undefined;
    const itemsBefore = "unevaluatedItems" in schema ? Number.POSITIVE_INFINITY : undefined;
    return own.map(({ formula: passes, ...evaluated }) => ({
      formula: this.pool.all([passes, this.#unevaluated(location, schema, scope, evaluated)]),
      names: names ?? evaluated.names,
      itemsBefore: itemsBefore ?? evaluated.itemsBefore,
      items: evaluated.items,
    }));
  }

  #tellApart(location: Location, schema: JsonObject, scope: DynamicScope): readonly Outcome[] | OutcomesUnknown {
    try {
      return this.#ownOutcomes(location, schema, scope);
    } catch (error) {
      if (error instanceof OutcomesUnknown) return error;
      throw error;
    }
  }

  /** The outcomes of all keywords except the unevaluated ones. */
  #ownOutcomes(location: Location, schema: JsonObject, scope: DynamicScope): readonly Outcome[] {
    const { pool } = this;
    let all: readonly Outcome[] = [outcome(pool, pool.anything)];
    for (const keyword of this.#present(location, schema)) {
      const context = this.#context(keyword.name, location, schema, scope);
      const value = schema[keyword.name] ?? null;
      const compiled = keyword.compile(value, context);
      if (compiled.kind === "opaque" && keyword.outcomes !== undefined) throw new OutcomesUnknown("invalid-keyword");
      all = combine(pool, all, keyword.outcomes?.(value, context) ?? [outcome(pool, compiled)]);
    }
    return all;
  }

  /** What the unevaluated keywords require, given what is evaluated. */
  #unevaluated(
    location: Location,
    schema: JsonObject,
    scope: DynamicScope,
    { names, itemsBefore, items }: Omit<Outcome, "formula">,
  ): Formula {
    const { pool } = this;
    const compile = (keyword: string): Formula =>
      keyword in schema ? this.#context(keyword, location, schema, scope).compile() : pool.anything;
    const itemRest =
      itemsBefore === Number.POSITIVE_INFINITY
        ? pool.anything
        : pool.items(itemsBefore, pool.any([items, compile("unevaluatedItems")]));
    return pool.all([pool.eachProperty(pool.negate(names), compile("unevaluatedProperties")), itemRest]);
  }

  #hasUnevaluated(location: Location, schema: JsonObject): boolean {
    if (!("unevaluatedItems" in applicators[location.resource.dialect])) return false;
    return "unevaluatedItems" in schema || "unevaluatedProperties" in schema;
  }

  #present(location: Location, schema: JsonObject): readonly KeywordCompiler[] {
    const { dialect } = location.resource;
    const table = keywordTable[dialect].filter(({ name }) => Object.hasOwn(schema, name));
    return isReferenceAlone(dialect) && Object.hasOwn(schema, "$ref")
      ? table.filter(({ name }) => name === "$ref")
      : table;
  }

  #context(keyword: string, location: Location, schema: JsonObject, scope: DynamicScope): KeywordContext {
    const document = location.resource.document;
    const keywordLocation = `${this.#placeOf(location)}/${escapeName(keyword)}`;
    const at = (...path: string[]): Location => document.below(location, path);
    const opaque = (code: ReasonCode, detail?: string): Formula =>
      this.pool.opaque(this.#reason(code, keywordLocation, detail));
    return {
      pool: this.pool,
      dialect: location.resource.dialect,
      isFormatAsserted: this.options.isFormatAsserted,
      schema,
      opaque,
      atom: (name, code, detail) => this.pool.opaque(this.#reason(code, keywordLocation, detail), true, name),
      pattern: (source) => {
        const blame = this.#reason("unsupported-pattern", keywordLocation, source);
        if (!this.pool.patternLocations.has(source)) this.pool.patternLocations.set(source, blame);
        return this.pool.pattern(source);
      },
      compile: (...path) => this.#compile(at(keyword, ...path), scope),
      compileBeside: (other) =>
        member(schema, other) === undefined ? this.pool.anything : this.#compile(at(other), scope),
      outcomes: (...path) => this.#outcomesOf(at(keyword, ...path), scope),
      outcomesBeside: (other) => this.#outcomesOf(at(other), scope),
      follow: (reference) => {
        const target = this.library.follow(keyword, reference, location, scope);
        if (target === undefined) {
          const unresolved = opaque("unresolved-reference", reference);
          return { compile: () => unresolved, outcomes: unresolvedOutcomes };
        }
        const { unknownDialect } = target.resource.document;
        if (unknownDialect !== undefined) {
          const unknown = opaque("unknown-dialect", unknownDialect.uri);
          return { compile: () => unknown, outcomes: unresolvedOutcomes };
        }
        return { compile: () => this.#compile(target, scope), outcomes: () => this.#outcomesOf(target, scope) };
      },
    };
  }

  /** A reference that comes back to itself without descending into the instance has no defined meaning. */
  #breakCycle(target: ReferenceTarget): void {
    const visited = new Set<Formula>();
    const stack = target.formula === undefined ? [] : [target.formula];
    for (let formula = stack.pop(); formula !== undefined; formula = stack.pop()) {
      if (visited.has(formula)) continue;
      visited.add(formula);
      if (formula.kind === "all" || formula.kind === "any") stack.push(...formula.of);
      if (formula.kind !== "reference") continue;
      if (formula.target === target) {
        target.formula = this.pool.opaque(this.#reason("cyclic-reference", target.place));
        return;
      }
      if (formula.target.formula !== undefined) stack.push(formula.target.formula);
    }
  }

  /** JSON Pointer to a schema; in another document, after its URI. */
  #placeOf({ resource: { document }, pointer }: Location): string {
    return document === this.library.document ? pointer : `${document.name}#${pointer}`;
  }

  #reason(code: ReasonCode, keywordLocation: string, detail?: string): Reason {
    return { code, schema: this.options.side, keywordLocation, ...(detail === undefined ? {} : { detail }) };
  }
}

function unresolvedOutcomes(): never {
  throw new OutcomesUnknown("unresolved-reference");
}
