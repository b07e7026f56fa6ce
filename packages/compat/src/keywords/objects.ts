import type { Formula } from "../algebra/formula.js";
import { bitsOf } from "../json/types.js";
import { isArray, isObject, type Json, member } from "../json/value.js";
import { regExp } from "../language/matcher.js";
import type { KeywordCompiler, KeywordContext } from "./keyword.js";
import { combine, type Outcome, outcome } from "./outcome.js";

export const required: KeywordCompiler = {
  name: "required",
  compile(value, { pool, opaque }) {
    return isNames(value) ? pool.all(value.map((name) => pool.required(name))) : opaque("invalid-keyword");
  },
};

export const properties: KeywordCompiler = {
  name: "properties",
  compile(value, { pool, compile, opaque }) {
    if (!isObject(value)) return opaque("invalid-keyword");
    return pool.all(Object.keys(value).map((name) => pool.property(name, compile(name))));
  },
  outcomes: (value, context) => [
    outcome(context.pool, properties.compile(value, context), {
      names: context.pool.values(isObject(value) ? Object.keys(value) : []),
    }),
  ],
};

export const patternProperties: KeywordCompiler = {
  name: "patternProperties",
  compile(value, { pool, pattern, compile, opaque }) {
    if (!isObject(value)) return opaque("invalid-keyword");
    const invalid = Object.keys(value).find((source) => regExp(source) === undefined);
    if (invalid !== undefined) return opaque("unsupported-pattern", invalid);
    return pool.all(Object.keys(value).map((source) => pool.eachProperty(pattern(source), compile(source))));
  },
  outcomes(value, context) {
    const sources = isObject(value) ? Object.keys(value) : [];
    const names = context.pool.any(sources.map((source) => context.pattern(source)));
    return [outcome(context.pool, patternProperties.compile(value, context), { names })];
  },
};

export const additionalProperties: KeywordCompiler = {
  name: "additionalProperties",
  compile(_, { pool, pattern, schema, compile, opaque }) {
    const declared = member(schema, "properties") ?? {};
    const patterns = member(schema, "patternProperties") ?? {};
    if (!isObject(declared) || !isObject(patterns)) return opaque("invalid-keyword");
    const names = pool.all([
      pool.values(Object.keys(declared), false),
      ...Object.keys(patterns).map((source) => pool.negate(pattern(source))),
    ]);
    return pool.eachProperty(names, compile());
  },
  outcomes: (value, context) => [
    outcome(context.pool, additionalProperties.compile(value, context), { names: context.pool.anything }),
  ],
};

export const propertyNames: KeywordCompiler = {
  name: "propertyNames",
  compile: (_, { pool, compile }) =>
    pool.eachProperty(pool.all([pool.types(bitsOf.string), pool.negate(compile())]), pool.nothing),
};

export const dependentRequired: KeywordCompiler = {
  name: "dependentRequired",
  compile(value, { pool, opaque }) {
    if (!isObject(value) || !Object.values(value).every(isNames)) return opaque("invalid-keyword");
    return pool.all(
      Object.entries(value).map(([name, names]) => implies(pool, name, requireAll(pool, names as string[]))),
    );
  },
};

export const dependentSchemas: KeywordCompiler = dependent("dependentSchemas");

/** Until draft-07: `dependentRequired` and `dependentSchemas` in one. */
export const dependencies: KeywordCompiler = dependent("dependencies");

function dependent(keyword: string): KeywordCompiler {
  const part = (name: string, value: Json, { pool, compile }: KeywordContext): Formula =>
    isNames(value) && keyword === "dependencies" ? requireAll(pool, value) : compile(name);
  return {
    name: keyword,
    compile(value, context) {
      if (!isObject(value)) return context.opaque("invalid-keyword");
      return context.pool.all(
        Object.entries(value).map(([name, each]) => implies(context.pool, name, part(name, each, context))),
      );
    },
    outcomes(value, context) {
      const { pool } = context;
      const perName = Object.entries(isObject(value) ? value : {}).map(([name, each]): readonly Outcome[] => {
        const isPresent = pool.all([pool.types(bitsOf.object), pool.required(name)]);
        if (isArray(each)) return [outcome(pool, implies(pool, name, part(name, each, context)))];
        const present = combine(pool, [outcome(pool, isPresent)], context.outcomes(name));
        return [...present, outcome(pool, pool.negate(isPresent))];
      });
      const none: readonly Outcome[] = [outcome(pool, pool.anything)];
      return perName.reduce((left, right) => combine(pool, left, right), none);
    },
  };
}

type Pool = KeywordContext["pool"];

function implies(pool: Pool, name: string, formula: Formula): Formula {
  return pool.any([pool.property(name, pool.nothing), formula]);
}

function requireAll(pool: Pool, names: readonly string[]): Formula {
  return pool.all(names.map((name) => pool.required(name)));
}

function isNames(value: Json): value is readonly string[] {
  return isArray(value) && value.every((name) => typeof name === "string");
}
