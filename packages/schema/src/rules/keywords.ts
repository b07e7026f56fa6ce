import { joinPointer, pointerTokens, suggest } from "@metric-events/runtime";
import type { ErrorObject } from "ajv";
import type { Problem } from "../diagnostic.js";
import { keywords } from "../keywords.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { modernSpelling, modernValue } from "./older-spellings.js";

/** Checks a file against the event meta-schema: misspelt keywords, and values that a keyword cannot have. */
export function checkKeywords(file: SchemaFile, { validateMetaSchema: validate }: LintContext): Problem[] {
  // As it is in the file: titles of packages are changed.
  if (validate(file.document.value)) return [];
  return unique((validate.errors ?? []).filter((error) => error.keyword !== "if").map(toProblem));
}

function toProblem(error: ErrorObject): Problem {
  if (error.keyword === "additionalProperties") {
    const keyword = String(error.params["additionalProperty"]);
    return {
      code: "unknown-keyword",
      pointer: joinPointer(error.instancePath, keyword),
      at: "key",
      params: { keyword, suggestion: suggest(keyword, Object.keys(keywords)), instead: modernSpelling(keyword) },
    };
  }
  const keyword = keywordAt(error.instancePath);
  return {
    code: "bad-keyword-value",
    pointer: error.instancePath,
    at: "value",
    params: {
      keyword,
      expected: expectation(error),
      received: shorten(JSON.stringify(error.data)),
      instead: modernValue(keyword, error.data),
    },
  };
}

/** The keyword whose value, or part of whose value, a pointer names. A property may have the same name as a keyword. */
function keywordAt(pointer: string): string {
  const tokens = pointerTokens(pointer);
  let found = "$schema";
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? "";
    const keyword = keywords[token];
    if (keyword === undefined) return found;
    found = token;
    if (keyword.holds === undefined) return found;
    // After a map or a list comes the name or the index of a schema.
    if (keyword.holds !== "schema") index++;
  }
  return found;
}

function expectation(error: ErrorObject): string {
  const { keyword, params } = error;
  switch (keyword) {
    case "type": {
      const names = [params["type"]].flat().map((type) => typeNames[String(type)] ?? String(type));
      return names.join() === "a schema (an object),true or false" ? "a schema" : names.join(" or ");
    }
    case "enum":
      return `one of ${(params["allowedValues"] as unknown[]).map((value) => JSON.stringify(value)).join(", ")}`;
    case "minItems":
      return "at least one element";
    case "minLength":
      return "text that is not empty";
    case "minimum":
      return "a number ≥ 0";
    case "exclusiveMinimum":
      return "a number > 0";
    case "uniqueItems":
      return "no value twice";
    case "pattern":
      return `text that matches ${String(params["pattern"])}`;
    default:
      return error.message ?? keyword;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  object: "a schema (an object)",
  boolean: "true or false",
  array: "an array",
  string: "text",
  number: "a number",
  integer: "a whole number",
};

function shorten(text: string | undefined): string {
  if (text === undefined) return "nothing";
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}

function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, pointer }) => {
    const key = `${code} ${pointer}`;
    return !seen.has(key) && seen.add(key);
  });
}
