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
