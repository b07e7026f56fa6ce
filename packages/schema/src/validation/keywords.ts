import { equalItems, isMultipleOf } from "@metric-events/runtime";
import { _, type CodeKeywordDefinition, type KeywordCxt } from "ajv";
import { not as negation } from "ajv/dist/compile/codegen/index.js";
import { resetErrorsCount } from "ajv/dist/compile/errors.js";
import { Type } from "ajv/dist/compile/util.js";
import { equalItemsModule, multipleOfModule } from "./runtime-modules.js";
import { errorCount, test } from "./test-subschema.js";

// Why these replace Ajv's: its `multipleOf` divides doubles. Its `contains`, in a loop, gives an empty array the outcome of the previous one.
// Its `uniqueItems` takes all elements for what `items` says, also those of `prefixItems`, and looks texts up in an object.
// Its `not` and `if` stop subschemas at the first error, and then the code for `prefixItems` may skip the keywords after it.

export const multipleOfKeyword: CodeKeywordDefinition = {
  keyword: "multipleOf",
  type: "number",
  schemaType: "number",
  error: { message: "must be a multiple", params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}` },
  code(cxt) {
    const isMultiple = cxt.gen.scopeValue("func", {
      ref: isMultipleOf,
      code: _`require(${multipleOfModule}).default`,
    });
    cxt.fail(_`!${isMultiple}(${cxt.data}, ${cxt.schemaCode})`);
  },
};

export const uniqueItemsKeyword: CodeKeywordDefinition = {
  keyword: "uniqueItems",
  type: "array",
  schemaType: "boolean",
  error: {
    message: "must have elements that all differ",
    params: ({ params: { pair } }) => _`{i: ${pair}.i, j: ${pair}.j}`,
  },
  code(cxt) {
    if (cxt.schema !== true) return;
    const find = cxt.gen.scopeValue("func", { ref: equalItems, code: _`require(${equalItemsModule}).default` });
    const pair = cxt.gen.const("pair", _`${find}(${cxt.data})`);
    cxt.setParams({ pair });
    cxt.fail(_`${pair} !== undefined`);
  },
};

interface ContainsLimits {
  readonly minContains?: number;
  readonly maxContains?: number;
}

export const containsKeyword: CodeKeywordDefinition = {
  keyword: "contains",
  type: "array",
  schemaType: ["object", "boolean"],
  trackErrors: true,
  error: {
    message: "must contain other items",
    params: ({ params: { min, max } }) =>
      max === undefined ? _`{minContains: ${min}}` : _`{minContains: ${min}, maxContains: ${max}}`,
  },
  code(cxt) {
    const { gen, data, parentSchema, keyword } = cxt;
    const { minContains: min = 1, maxContains: max } = parentSchema as ContainsLimits;
    if (min === 0 && max === undefined) return;
    cxt.setParams({ min, max });
    const count = gen.let("count", _`0`);
    gen.forRange("i", 0, _`${data}.length`, (index) => {
      const before = gen.const("_errs", errorCount);
      const valid = gen.name("contained");
      cxt.subschema({ keyword, dataProp: index, dataPropType: Type.Num, ...test }, valid);
      resetErrorsCount(gen, before);
      gen.if(valid, () => {
        gen.code(_`${count}++`);
        if (max === undefined) gen.if(_`${count} >= ${min}`, () => gen.break());
      });
    });
    cxt.fail(max === undefined ? _`${count} < ${min}` : _`${count} < ${min} || ${count} > ${max}`);
  },
};

export const notKeyword: CodeKeywordDefinition = {
  keyword: "not",
  schemaType: ["object", "boolean"],
  trackErrors: true,
  error: { message: "must NOT be valid" },
  code(cxt) {
    const valid = cxt.gen.name("excluded");
    cxt.subschema({ keyword: cxt.keyword, ...test }, valid);
    cxt.reset();
    cxt.fail(valid);
  },
};

export const ifThenElse: CodeKeywordDefinition = {
  keyword: "if",
  schemaType: ["object", "boolean"],
  trackErrors: true,
  error: {
    message: "must match the schema of this case",
    params: ({ params }) => _`{failingKeyword: ${params["clause"]}}`,
  },
  code(cxt) {
    const clauses = ["then", "else"].filter((clause) => cxt.parentSchema[clause] !== undefined);
    if (clauses.length === 0) return;
    const holds = cxt.gen.name("holds");
    cxt.subschema({ keyword: cxt.keyword, ...test }, holds);
    cxt.reset();
    for (const clause of clauses) {
      cxt.gen.if(clause === "then" ? _`${holds}` : negation(holds), () => addClause(cxt, clause));
    }
  },
};

function addClause(cxt: KeywordCxt, clause: string): void {
  const valid = cxt.gen.name("valid");
  cxt.subschema({ keyword: clause }, valid);
  cxt.setParams({ clause: _`${clause}` });
  cxt.fail(negation(valid));
}
