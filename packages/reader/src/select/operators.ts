import { canonicalNumber, compareNumbers, doubleFit } from "@metric-events/runtime";
import { exactJson } from "../line/exact-numbers.js";
import { ExactNumber } from "../line/number-tokens.js";
import { textMatcher } from "./glob.js";

/** How a condition compares a field with its value; the longer before those that they begin with. */
export const operators = ["!=", "!~", "<=", ">=", "=", "~", "<", ">"] as const;

export type Operator = (typeof operators)[number];

/** Whether a value satisfies a condition; an absent one is `undefined`. */
export type ValueTest = (value: unknown) => boolean;

/** Whether an operator compares numbers by size. */
export function isOrder(operator: Operator): boolean {
  return orders[operator] !== undefined;
}

const orders: Partial<Record<Operator, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/**
 * Compares strings as they are, numbers by value (12.0 is 12), everything else as JSON. `!=` and `!~` hold where `=` and `~` do not, so also
 * where the field is absent; no other operator holds there.
 *
 * @param text what stands after the operator; for an order, a number in the form of JSON.
 */
export function valueTest(operator: Operator, text: string): ValueTest {
  switch (operator) {
    case "=":
      return (value) => isSame(value, text);
    case "!=":
      return (value) => !isSame(value, text);
    case "~":
      return likeTest(text);
    case "!~": {
      const isLike = likeTest(text);
      return (value) => !isLike(value);
    }
    default:
      return orderTest(operator, text);
  }
}

function likeTest(pattern: string): ValueTest {
  const matches = textMatcher(pattern);
  return (value) => value !== undefined && matches(writtenAs(value));
}

function orderTest(operator: Operator, text: string): ValueTest {
  const holds = orders[operator] ?? (() => false);
  const limit = Number(text);
  const isExact = doubleFit(text) === "same";
  return (value) => {
    if (value instanceof ExactNumber) return holds(compareNumbers(value.text, text));
    if (typeof value !== "number") return false;
    const isDecided = isExact || value !== limit || !Number.isFinite(value);
    return holds(isDecided ? Math.sign(value - limit) : compareNumbers(String(value), text));
  };
}

function isSame(value: unknown, text: string): boolean {
  if (typeof value === "number") return isNumber(text, value);
  if (value instanceof ExactNumber) {
    const trimmed = text.trim();
    return jsonNumber.test(trimmed) && canonicalNumber(trimmed) === value.text;
  }
  return value !== undefined && writtenAs(value) === text;
}

function writtenAs(value: unknown): string {
  return typeof value === "string" ? value : exactJson(value);
}

/** A number in the form of JSON. */
export const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Whether a text is a number without rounding it: 9007199254740993 is not 9007199254740992, though it is as a double. */
function isNumber(text: string, value: number): boolean {
  const trimmed = text.trim();
  if (trimmed === "" || Number(trimmed) !== value) return false;
  return !jsonNumber.test(trimmed) || doubleFit(trimmed) === "same";
}
