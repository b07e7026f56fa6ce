import { _, type CodeKeywordDefinition, type KeywordCxt, type Name } from "ajv";
import { and, type Code, not, or } from "ajv/dist/compile/codegen/index.js";
import { resetErrorsCount } from "ajv/dist/compile/errors.js";
import { Type } from "ajv/dist/compile/util.js";
import { usePattern } from "ajv/dist/vocabularies/code.js";
import { errorCount, test } from "./test-subschema.js";
import type { ItemsPlan, PropertiesPlan } from "./unevaluated.js";

/** `unevaluatedProperties` with a {@link PropertiesPlan} as its value. */
export const unevaluatedProperties: CodeKeywordDefinition = {
  keyword: "unevaluatedProperties",
  type: "object",
  schemaType: "object",
  trackErrors: true,
  error: {
    message: "must not have unevaluated properties",
    params: ({ params }) => _`{unevaluatedProperty: ${params["unevaluatedProperty"]}}`,
  },
  code(cxt) {
    const { gen, data, keyword } = cxt;
    const plan = cxt.schema as PropertiesPlan;
    if (plan.rest === true || plan.evaluated.some(({ all, when }) => all && when.length === 0)) return;
    const holds = conditions(cxt, plan.evaluated);
    gen.forIn("key", data, (key: Name) => {
      const isEvaluated = plan.evaluated.map(({ all, names: known, patterns, when }) => {
        const ways = all
          ? [_`true`]
          : [
              ...known.map((name) => _`${key} === ${name}`),
              ...patterns.map((pattern) => _`${usePattern(cxt, pattern)}.test(${key})`),
            ];
        return and(...when.map(holds), anyOf(ways));
      });
      gen.if(not(or(...isEvaluated)), () => {
        if (plan.rest === false) {
          cxt.setParams({ unevaluatedProperty: key });
          cxt.error();
        } else {
          cxt.subschema({ keyword, schemaProp: "rest", dataProp: key, dataPropType: Type.Str }, gen.name("valid"));
        }
      });
    });
  },
};

/** `unevaluatedItems` with an {@link ItemsPlan} as its value. */
export const unevaluatedItems: CodeKeywordDefinition = {
  keyword: "unevaluatedItems",
  type: "array",
  schemaType: "object",
  trackErrors: true,
  error: { message: "must not have unevaluated items", params: ({ params }) => _`{limit: ${params["limit"]}}` },
  code(cxt) {
    const { gen, data, keyword } = cxt;
    const plan = cxt.schema as ItemsPlan;
    if (plan.rest === true || plan.evaluated.some(({ all, when }) => all && when.length === 0)) return;
    const [always, ...others] = plan.evaluated;
    if (plan.rest === false && others.length === 0 && always?.contains.length === 0) {
      cxt.setParams({ limit: _`${always.count}` });
      cxt.fail(_`${data}.length > ${always.count}`);
      return;
    }
    const holds = conditions(cxt, plan.evaluated);
    gen.forRange("i", 0, _`${data}.length`, (index) => {
      const before = gen.const("_errs", errorCount);
      const isEvaluated = plan.evaluated.map(({ all, count, contains, when }) => {
        const ways = all ? [_`true`] : [_`${index} < ${count}`, ...contains.map((name) => elementIn(cxt, name, index))];
        return and(...when.map(holds), anyOf(ways));
      });
      resetErrorsCount(gen, before);
      gen.if(not(or(...isEvaluated)), () => {
        cxt.subschema({ keyword, schemaProp: "rest", dataProp: index, dataPropType: Type.Num }, gen.name("valid"));
      });
    });
  },
};

/** Tries the value against each condition of a plan once. The returned function gives the variable that holds the outcome. */
function conditions(cxt: KeywordCxt, evaluated: readonly { readonly when: readonly string[] }[]) {
  const outcomes = new Map<string, Name>();
  for (const name of evaluated.flatMap(({ when }) => when)) {
    if (outcomes.has(name)) continue;
    const valid = cxt.gen.name("holds");
    cxt.subschema({ keyword: cxt.keyword, schemaProp: name, ...test }, valid);
    outcomes.set(name, valid);
  }
  if (outcomes.size > 0) cxt.reset();
  return (name: string): Code => outcomes.get(name) ?? _`false`;
}

function elementIn(cxt: KeywordCxt, schemaProp: string, index: Name): Code {
  const valid = cxt.gen.name("holds");
  cxt.subschema({ keyword: cxt.keyword, schemaProp, dataProp: index, dataPropType: Type.Num, ...test }, valid);
  return valid;
}

function anyOf(ways: readonly Code[]): Code {
  return ways.length === 0 ? _`false` : or(...ways);
}
