import { isArray, member } from "../json/value.js";
import { isCount, type KeywordCompiler, type KeywordContext } from "./keyword.js";
import { outcome } from "./outcome.js";

export const prefixItems: KeywordCompiler = {
  name: "prefixItems",
  compile(value, { pool, compile, opaque }) {
    if (!isArray(value)) return opaque("invalid-keyword");
    return pool.all(value.map((_, index) => pool.item(index, compile(String(index)))));
  },
  outcomes: (value, context) => [
    outcome(context.pool, prefixItems.compile(value, context), { itemsBefore: isArray(value) ? value.length : 0 }),
  ],
};

export const items: KeywordCompiler = {
  name: "items",
  compile(_, context) {
    const prefix = member(context.schema, "prefixItems");
    return context.pool.items(isArray(prefix) ? prefix.length : 0, context.compile());
  },
  outcomes: everyItem((context) => items.compile(null, context)),
};

/** Until 2019-09, a list in `items` means what `prefixItems` means now. */
export const legacyItems: KeywordCompiler = {
  name: "items",
  compile: (value, context) =>
    isArray(value) ? prefixItems.compile(value, context) : context.pool.items(0, context.compile()),
  outcomes: (value, context) => [
    outcome(context.pool, legacyItems.compile(value, context), {
      itemsBefore: isArray(value) ? value.length : Number.POSITIVE_INFINITY,
    }),
  ],
};

export const additionalItems: KeywordCompiler = {
  name: "additionalItems",
  compile(_, { pool, schema, compile }) {
    const prefix = member(schema, "items");
    return isArray(prefix) ? pool.items(prefix.length, compile()) : pool.anything;
  },
  outcomes: (value, context) => [
    outcome(context.pool, additionalItems.compile(value, context), {
      itemsBefore: isArray(member(context.schema, "items")) ? Number.POSITIVE_INFINITY : 0,
    }),
  ],
};

/** Until draft-07, without `minContains` and `maxContains`. */
export const legacyContains: KeywordCompiler = {
  name: "contains",
  compile: (_, { pool, compile }) => pool.count(0, compile(), "min", 1),
};

/** In 2019-09, the items that it finds do not count as evaluated. */
export const contains201909: KeywordCompiler = { name: "contains", compile: compileContains };

export const contains202012: KeywordCompiler = {
  name: "contains",
  compile: compileContains,
  outcomes: (_, context) => [outcome(context.pool, compileContains(null, context), { items: context.compile() })],
};

function compileContains(
  _: unknown,
  { pool, schema, compile, opaque }: KeywordContext,
): ReturnType<KeywordCompiler["compile"]> {
  const min = member(schema, "minContains") ?? 1;
  const max = member(schema, "maxContains");
  if (!isCount(min) || (max !== undefined && !isCount(max))) return opaque("invalid-keyword");
  const counted = compile();
  const atMost = max === undefined ? pool.anything : pool.count(0, counted, "max", max);
  return pool.all([pool.count(0, counted, "min", min), atMost]);
}

function everyItem(
  compile: (context: KeywordContext) => ReturnType<KeywordCompiler["compile"]>,
): NonNullable<KeywordCompiler["outcomes"]> {
  return (_, context) => [outcome(context.pool, compile(context), { itemsBefore: Number.POSITIVE_INFINITY })];
}
