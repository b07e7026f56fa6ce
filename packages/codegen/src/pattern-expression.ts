import { boundedPattern } from "@metric-events/runtime";
import { costOfPattern } from "@metric-events/schema";
import { stringLiteral } from "./closed-object.js";

/** JavaScript that makes a pattern, whose `test` takes a time in proportion to the text's length. */
export function patternExpression(source: string): string {
  const { maxShort } = costOfPattern(source);
  const literal = stringLiteral(source);
  return maxShort === Number.POSITIVE_INFINITY
    ? `/* @__PURE__ */ new RegExp(${literal}, 'u')`
    : `/* @__PURE__ */ boundedPattern(${literal}, ${maxShort})`;
}

/** The same for Ajv, which asks for the engine of the patterns that it runs. */
export const boundedRegExp = Object.assign(
  (source: string, flags: string) => {
    const pattern = boundedPattern(source, costOfPattern(source).maxShort);
    // Ajv caches engines by their text, so the text has to be that of the pattern.
    return { test: (text: string) => pattern.test(text), toString: () => `/${source}/${flags}` } as RegExp;
  },
  { code: "boundedRegExp" },
);
