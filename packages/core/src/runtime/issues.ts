import { describeValue } from "./describe-value.js";
import { joinPointer, pointerTokens } from "./pointer.js";
import { suggest } from "./suggest.js";
import type { FieldDescriptor, Issue, IssueCode, ValueDescriptor } from "./types.js";
import type { ValidationError } from "./validate.js";

/** Keywords whose branches report errors of their own, which say nothing beside the keyword's. */
const branching = new Set(["anyOf", "oneOf", "contains", "propertyNames"]);

const codes: Readonly<Record<string, IssueCode>> = {
  additionalProperties: "undeclared",
  unevaluatedProperties: "undeclared",
  items: "maxItems",
  unevaluatedItems: "unevaluatedItems",
  required: "required",
  dependentRequired: "dependentRequired",
  type: "type",
  const: "const",
  enum: "enum",
  minimum: "minimum",
  maximum: "maximum",
  exclusiveMinimum: "exclusiveMinimum",
  exclusiveMaximum: "exclusiveMaximum",
  multipleOf: "multipleOf",
  minLength: "minLength",
  maxLength: "maxLength",
  pattern: "pattern",
  minItems: "minItems",
  maxItems: "maxItems",
  uniqueItems: "uniqueItems",
  contains: "contains",
  minProperties: "minProperties",
  maxProperties: "maxProperties",
  propertyNames: "propertyNames",
  anyOf: "anyOf",
  oneOf: "oneOf",
  not: "not",
  if: "if",
  "false schema": "false schema",
};

/** What a validator found, as one issue for each mistake that a person made. */
export function toIssues(
  errors: readonly ValidationError[],
  data: unknown,
  fields: readonly FieldDescriptor[],
): Issue[] {
  const root: ValueDescriptor = { types: ["object"], accepts: "an object", fields };
  const issues = withoutBranches(errors).map((error) => toIssue(error, data, root));
  return withoutMissingTwins(unique(issues));
}

/**
 * Ajv reports the errors of all branches and then the one of the keyword; only that is kept. Of an object that no branch
 * accepts it also calls each property unevaluated, since none of the branches that declare them holds.
 */
function withoutBranches(errors: readonly ValidationError[]): ValidationError[] {
  const kept: ValidationError[] = [];
  const unions = errors.filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf");
  const isUndecided = new Set(unions.map(({ instancePath }) => instancePath));
  for (const error of errors) {
    if (error.keyword === "unevaluatedProperties" && isUndecided.has(error.instancePath)) continue;
    if (branching.has(error.keyword)) {
      const isInside = (other: ValidationError): boolean =>
        other.instancePath === error.instancePath || other.instancePath.startsWith(`${error.instancePath}/`);
      while (kept.length > 0 && isInside(kept.at(-1) as ValidationError)) kept.pop();
    }
    // The errors of `then` and `else` say what is wrong; that of `if` adds nothing to them.
    if (error.keyword !== "if" || kept.length === 0) kept.push(error);
  }
  return kept;
}

function toIssue(error: ValidationError, data: unknown, root: ValueDescriptor): Issue {
  const code = codes[error.keyword] ?? "not";
  switch (code) {
    case "undeclared":
      return undeclaredIssue(error, data, root);
    case "required":
    case "dependentRequired": {
      const pointer = joinPointer(error.instancePath, String(error.params["missingProperty"]));
      return { code, pointer, expected: descriptorAt(root, pointer)?.accepts ?? "a value", received: "nothing" };
    }
    case "propertyNames": {
      const received = describeValue(error.params["propertyName"]);
      return { code, pointer: error.instancePath, expected: "another property name", received };
    }
    default: {
      const pointer = error.instancePath;
      const expected = descriptorAt(root, pointer)?.accepts ?? expectedByKeyword(error);
      return { code, pointer, expected, received: describeValue(valueAt(data, pointer)) };
    }
  }
}

function undeclaredIssue(error: ValidationError, data: unknown, root: ValueDescriptor): Issue {
  const name = String(error.params["additionalProperty"] ?? error.params["unevaluatedProperty"]);
  const pointer = joinPointer(error.instancePath, name);
  const parent = valueAt(data, error.instancePath);
  const declared = descriptorAt(root, error.instancePath)?.fields ?? [];
  const absent = declared.map((field) => field.name).filter((other) => !hasOwn(parent, other));
  const suggestion = suggest(name, absent);
  return {
    code: "undeclared",
    pointer,
    expected: "a declared field",
    received: describeValue(valueAt(data, pointer)),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** What a keyword wants, for places that no descriptor covers, such as the branches of a union. */
function expectedByKeyword(error: ValidationError): string {
  const { params, keyword } = error;
  if (keyword === "type") return [params["type"]].flat().join(" or ");
  if (typeof params["comparison"] === "string") return `number ${params["comparison"]} ${String(params["limit"])}`;
  if (keyword === "const") return JSON.stringify(params["allowedValue"]);
  if (keyword === "enum") return `one of ${JSON.stringify(params["allowedValues"])}`;
  const detail = params["limit"] ?? params["multipleOf"] ?? params["pattern"];
  return detail === undefined
    ? `a value that satisfies ${keyword}`
    : `a value that satisfies ${keyword} ${String(detail)}`;
}

/** -0.5 for `integer ≥ 0` violates `type` and `minimum`, but it is one mistake, and both would read the same. */
function unique(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ pointer, expected }) => {
    const key = `${pointer} ${expected}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** A misspelt required field is one mistake: `flavr` is undeclared, and that `flavor` is missing follows from it. */
function withoutMissingTwins(issues: readonly Issue[]): Issue[] {
  const meant = new Set<string>();
  for (const { code, pointer, suggestion } of issues) {
    if (code === "undeclared" && suggestion !== undefined) {
      meant.add(joinPointer(pointer.slice(0, pointer.lastIndexOf("/")), suggestion));
    }
  }
  return issues.filter(({ code, pointer }) => code !== "required" || !meant.has(pointer));
}

function descriptorAt(root: ValueDescriptor, pointer: string): ValueDescriptor | undefined {
  let descriptor: ValueDescriptor | undefined = root;
  for (const token of pointerTokens(pointer)) {
    descriptor = descriptor.fields?.find((field) => field.name === token) ?? descriptor.items;
    if (descriptor === undefined) return undefined;
  }
  return descriptor;
}

function valueAt(data: unknown, pointer: string): unknown {
  let value = data;
  for (const token of pointerTokens(pointer)) {
    if (!hasOwn(value, token)) return undefined;
    value = Reflect.get(value, token);
  }
  return value;
}

function hasOwn(value: unknown, name: string): value is object {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name);
}
