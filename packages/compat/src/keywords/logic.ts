import { areDisjoint } from "../algebra/disjoint.js";
import type { Formula } from "../algebra/formula.js";
import { isArray, member } from "../json/value.js";
import type { KeywordCompiler, KeywordContext } from "./keyword.js";
import { combine, limited, merge, type Outcome, outcome } from "./outcome.js";

export const allOf: KeywordCompiler = {
  name: "allOf",
  compile: (value, context) => withBranches(value, context, (branches) => context.pool.all(branches)),
  outcomes(value, context) {
    const none: readonly Outcome[] = [outcome(context.pool, context.pool.anything)];
    return paths(value).reduce((left, path) => combine(context.pool, left, context.outcomes(path)), none);
  },
};

export const anyOf: KeywordCompiler = {
  name: "anyOf",
  compile: (value, context) => withBranches(value, context, (branches) => context.pool.any(branches)),
  /** Every branch passes in one of its ways, or fails; every branch that passes evaluates. */
  outcomes(value, context) {
    const { pool } = context;
    let passed: readonly Outcome[] = [];
    let failed: Formula = pool.anything;
    for (const path of paths(value)) {
      const branch = context.compile(path);
      const ways = context.outcomes(path);
      const both = combine(pool, passed, [...ways, outcome(pool, pool.negate(branch))]);
      const first = combine(pool, [outcome(pool, failed)], ways);
      passed = limited(merge(pool, [...both, ...first]));
      failed = pool.all([failed, pool.negate(branch)]);
    }
    return passed;
  },
};

export const oneOf: KeywordCompiler = {
  name: "oneOf",
  compile: (value, context) => withBranches(value, context, (branches) => exactlyOne(branches, context)),
  outcomes(value, context) {
    const { pool } = context;
    const branches = paths(value).map((path) => context.compile(path));
    if (areDisjoint(branches))
      return limited(
        merge(
          pool,
          paths(value).flatMap((path) => context.outcomes(path)),
        ),
      );
    const ways = paths(value).flatMap((path, index) => {
      const others = branches.filter((_, other) => other !== index).map((branch) => pool.negate(branch));
      return context.outcomes(path).map((way) => ({ ...way, formula: pool.all([way.formula, ...others]) }));
    });
    return limited(merge(pool, ways));
  },
};

export const negation: KeywordCompiler = {
  name: "not",
  compile: (_, { pool, compile }) => pool.negate(compile()),
};

/** With `then` and `else`, which mean nothing without `if`. */
export const conditional: KeywordCompiler = {
  name: "if",
  compile(_, { pool, compile, compileBeside }) {
    const condition = compile();
    return pool.all([
      pool.any([pool.negate(condition), compileBeside("then")]),
      pool.any([condition, compileBeside("else")]),
    ]);
  },
  outcomes(_, context) {
    const { pool } = context;
    const fails = [outcome(pool, pool.negate(context.compile()))];
    const thens = combine(pool, context.outcomes(), besides(context, "then"));
    const elses = combine(pool, fails, besides(context, "else"));
    return limited(merge(pool, [...thens, ...elses]));
  },
};

/**
 * Both the formula and its negation are spelled out, since the negation that `negate` would derive is much larger.
 */
function exactlyOne(branches: readonly Formula[], { pool }: KeywordContext): Formula {
  if (areDisjoint(branches)) return pool.any(branches);
  const twins = new Set(branches.filter((branch, index) => branches.indexOf(branch) !== index));
  const singles = branches.filter((branch) => !twins.has(branch));
  const noTwin = [...twins].map((branch) => pool.negate(branch));
  const positive = pool.all([
    ...noTwin,
    pool.any(
      singles.map((branch) =>
        pool.all([branch, ...singles.filter((other) => other !== branch).map((other) => pool.negate(other))]),
      ),
    ),
  ]);
  const noneOrMore = [
    pool.all(singles.map((branch) => pool.negate(branch))),
    ...singles.map((branch, index) => pool.all([branch, pool.any(singles.slice(index + 1))])),
  ];
  pool.pair(positive, pool.any([...twins, ...noneOrMore]));
  return positive;
}

function withBranches(
  value: unknown,
  context: KeywordContext,
  join: (branches: readonly Formula[]) => Formula,
): Formula {
  if (!Array.isArray(value) || value.length === 0) return context.opaque("invalid-keyword");
  return join(value.map((_, index) => context.compile(String(index))));
}

function besides(context: KeywordContext, keyword: string): readonly Outcome[] {
  return member(context.schema, keyword) === undefined
    ? [outcome(context.pool, context.pool.anything)]
    : context.outcomesBeside(keyword);
}

function paths(value: Parameters<KeywordCompiler["compile"]>[0]): string[] {
  return isArray(value) ? value.map((_, index) => String(index)) : [];
}
