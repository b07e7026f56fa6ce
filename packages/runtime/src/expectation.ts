import { limitText } from "./double-fit.js";
import type { IssueCode, ValueDescriptor } from "./types.js";
import type { ValidationError } from "./validate.js";

/**
 * What a value should have been, in words. What the schema accepts there says most, if it has the violated rule: others come from branches,
 * `then`, or a second pattern.
 */
export function expectation(code: IssueCode, error: ValidationError, descriptors: readonly ValueDescriptor[]): string {
  const described = descriptors.find((descriptor) => says(descriptor, code, error));
  return described?.accepts ?? expectedByKeyword(error);
}

/** Whether a description has the rule that an error is about. */
function says({ accepts, types, values, fields }: ValueDescriptor, code: IssueCode, error: ValidationError): boolean {
  const { limit, comparison, multipleOf, pattern } = error.params;
  switch (code) {
    case "type":
      return isSameSet(error.params["type"], types);
    case "const":
      return areAmong(values, [error.params["allowedValue"]]);
    case "enum":
      return areAmong(values, error.params["allowedValues"]);
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return hasPhrase(accepts, `${sign(comparison)} ${limitText(Number(limit))}`);
    case "multipleOf":
      return hasPhrase(accepts, `a multiple of ${String(multipleOf)}`);
    case "pattern":
      // The pattern of a format is longer than anyone reads.
      return hasPhrase(accepts, `matches ${String(pattern)}`) || accepts.includes(" has the format ");
    case "minLength":
      return hasCount(accepts, `(?:of|at least) ${String(limit)}(?: to \\d+)? character`);
    case "maxLength":
      return hasCount(accepts, `(?:of|to|at most) ${String(limit)} character`);
    case "minItems":
      return hasCount(accepts, `(?:,|at least) ${String(limit)}(?: to \\d+)? element`);
    case "not":
      return /(?:, not | does not match | not a multiple of )/.test(accepts);
    case "anyOf":
    case "oneOf":
      return fields === undefined;
    default:
      return false;
  }
}

/** Whether values are described that a keyword allows. Others beside it may allow fewer. */
function areAmong(values: ValueDescriptor["values"], allowed: unknown): boolean {
  if (values === undefined || values.length === 0 || !Array.isArray(allowed)) return false;
  const texts = new Set(allowed.map((value) => JSON.stringify(value)));
  return values.every((value) => texts.has(JSON.stringify(value)));
}

/** @param type one type, or several. */
function isSameSet(type: unknown, types: readonly unknown[]): boolean {
  if (!Array.isArray(type)) return types.length === 1 && types[0] === type;
  return type.length === types.length && type.every((each) => types.includes(each));
}

function sign(comparison: unknown): string {
  return comparison === ">=" ? "≥" : comparison === "<=" ? "≤" : String(comparison);
}

/** Whether a description has a phrase that does not go on in the same word. */
function hasPhrase(accepts: string, phrase: string): boolean {
  const at = accepts.indexOf(phrase);
  return at >= 0 && /^(?: |,|$)/.test(accepts.slice(at + phrase.length));
}

function hasCount(accepts: string, phrase: string): boolean {
  return new RegExp(`${phrase}s?\\b`).test(accepts);
}

/** What a keyword expects, if no description says it. */
function expectedByKeyword({ keyword, params }: ValidationError): string {
  const { limit, i, j } = params;
  switch (keyword) {
    case "type":
      return [params["type"]].flat().join(" or ");
    case "const":
      return JSON.stringify(params["allowedValue"]);
    case "enum":
      return [params["allowedValues"]]
        .flat()
        .map((value) => JSON.stringify(value))
        .join(" or ");
    case "minLength":
      return `at least ${count(limit, "character")}`;
    case "maxLength":
      return `at most ${count(limit, "character")}`;
    case "minItems":
      return `at least ${count(limit, "element")}`;
    case "maxItems":
      return `at most ${count(limit, "element")}`;
    case "multipleOf":
      return `a multiple of ${String(params["multipleOf"])}`;
    case "pattern":
      return `string that matches ${String(params["pattern"])}`;
    case "uniqueItems":
      return `elements that all differ (${String(i)} and ${String(j)} are equal)`;
    case "contains":
      return `${matching(params["minContains"], params["maxContains"])} "contains" of the schema`;
    case "minProperties":
      return `at least ${count(limit, "field")}`;
    case "maxProperties":
      return `at most ${count(limit, "field")}`;
    case "items":
    case "unevaluatedItems":
      return `at most ${count(limit ?? params["len"], "element")}`;
    case "anyOf":
      return "one of the alternatives that the schema lists";
    case "oneOf":
      return "exactly one of the alternatives that the schema lists";
    case "not":
      return "a value that the schema does not exclude";
    case "if":
      return `what "${String(params["failingKeyword"])}" of the schema asks for`;
    case "false schema":
      return "nothing";
    default:
      return typeof params["comparison"] === "string"
        ? `number ${sign(params["comparison"])} ${limitText(Number(limit))}`
        : `a value that satisfies ${keyword}`;
  }
}

function count(limit: unknown, noun: string): string {
  return `${String(limit)} ${noun}${limit === 1 ? "" : "s"}`;
}

function matching(min: unknown, max: unknown): string {
  const verb = (max ?? min) === 1 ? "that matches" : "that match";
  if (max === undefined) return `at least ${count(min, "element")} ${verb}`;
  if (min === max) return `exactly ${count(min, "element")} ${verb}`;
  return `${min === 0 ? `at most ${count(max, "element")}` : `${String(min)} to ${String(max)} elements`} ${verb}`;
}
