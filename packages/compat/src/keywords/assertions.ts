import { typesByName } from "../json/types.js";
import { isArray, type Json } from "../json/value.js";
import { regExp } from "../language/matcher.js";
import { isCount, type KeywordCompiler, type KeywordContext } from "./keyword.js";

export const type: KeywordCompiler = {
  name: "type",
  compile(value, { pool, opaque }) {
    const names = isArray(value) ? value : [value];
    if (!names.every((name) => typeof name === "string" && Object.hasOwn(typesByName, name)))
      return opaque("invalid-keyword");
    return pool.types(names.reduce((types: number, name) => types | (typesByName[name as string] ?? 0), 0));
  },
};

export const enumeration: KeywordCompiler = {
  name: "enum",
  compile: (value, { pool, opaque }) => (isArray(value) ? pool.values(value) : opaque("invalid-keyword")),
};

export const constant: KeywordCompiler = {
  name: "const",
  compile: (value, { pool }) => pool.values([value]),
};

export const multipleOf: KeywordCompiler = {
  name: "multipleOf",
  compile: (value, { pool, opaque }) =>
    typeof value === "number" && value > 0 ? pool.multiple(value) : opaque("invalid-keyword"),
};

export const bounds: readonly KeywordCompiler[] = [
  bound("minimum", "min", false),
  bound("maximum", "max", false),
  bound("exclusiveMinimum", "min", true),
  bound("exclusiveMaximum", "max", true),
];

/** In draft-04, `exclusiveMinimum` is a boolean that modifies `minimum`. */
export const draft04Bounds: readonly KeywordCompiler[] = [
  draft04Bound("minimum", "min"),
  draft04Bound("maximum", "max"),
];

export const sizes: readonly KeywordCompiler[] = [
  size("minLength", "string", "min"),
  size("maxLength", "string", "max"),
  size("minItems", "array", "min"),
  size("maxItems", "array", "max"),
  size("minProperties", "object", "min"),
  size("maxProperties", "object", "max"),
];

export const pattern: KeywordCompiler = {
  name: "pattern",
  compile(value, { pattern: patternAt, opaque }) {
    if (typeof value !== "string") return opaque("invalid-keyword");
    return regExp(value) === undefined ? opaque("unsupported-pattern", value) : patternAt(value);
  },
};

export const uniqueItems: KeywordCompiler = {
  name: "uniqueItems",
  compile(value, { pool, opaque }) {
    if (typeof value !== "boolean") return opaque("invalid-keyword");
    return value ? pool.unique() : pool.anything;
  },
};

function bound(name: string, side: "min" | "max", isExclusive: boolean): KeywordCompiler {
  return {
    name,
    compile: (value, { pool, opaque }) =>
      typeof value === "number" ? pool.bound(side, value, isExclusive) : opaque("invalid-keyword"),
  };
}

function draft04Bound(name: "minimum" | "maximum", side: "min" | "max"): KeywordCompiler {
  const modifier = name === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum";
  return {
    name,
    compile(value: Json, { pool, schema, opaque }: KeywordContext) {
      const isExclusive = schema[modifier] ?? false;
      if (typeof value !== "number" || typeof isExclusive !== "boolean") return opaque("invalid-keyword");
      return pool.bound(side, value, isExclusive);
    },
  };
}

function size(name: string, of: "string" | "array" | "object", side: "min" | "max"): KeywordCompiler {
  return {
    name,
    compile: (value, { pool, opaque }) => (isCount(value) ? pool.size(of, side, value) : opaque("invalid-keyword")),
  };
}
