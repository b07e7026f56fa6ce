import { describeValue } from "./describe-value.js";
import { joinPointer, pointerTokens } from "./pointer.js";
import { suggest } from "./suggest.js";
import type { FieldDescriptor, Issue, IssueCode, ValueDescriptor } from "./types.js";
import type { ValidationError } from "./validate.js";

/** Keywords whose branches report errors of their own, which add nothing to the keyword's. */
const branching = new Set(["anyOf", "oneOf", "contains", "propertyNames"]);

/** Codes for which the field's description says what was expected. For the others, the keyword does. */
const describedCodes: ReadonlySet<IssueCode> = new Set<IssueCode>([
  ...(["type", "const", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] as const),
  ...(["minLength", "maxLength", "pattern", "minItems"] as const),
]);

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

/** The errors of a validator as issues: one for each mistake that a person made. */
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
 * Ajv reports the errors of all branches, then that of the keyword; only the latter is kept. If no branch accepts an object, it also
 * reports each property as unevaluated, since none of the branches that declare it holds.
 */
function withoutBranches(errors: readonly ValidationError[]): ValidationError[] {
  const keywords = errors.filter(({ keyword }) => branching.has(keyword));
  const undecided = new Set(keywords.filter(isUnion).map(({ instancePath }) => instancePath));
  const kept = errors.filter(
    (error) =>
      !keywords.some((keyword) => isOfBranch(error, keyword)) &&
      !(error.keyword === "unevaluatedProperties" && undecided.has(error.instancePath)),
  );
  const telling = kept.filter(
    (error) =>
      // The errors of `then` and `else` say what is wrong; that of `if` adds nothing.
      !(error.keyword === "if" && kept.length > 1) &&
      // If a mistake within the value fails a union, the union is not another mistake; except that of a whole event, which may be.
      !(
        isUnion(error) &&
        error.instancePath !== "" &&
        kept.some((other) => other.instancePath.startsWith(`${error.instancePath}/`))
      ),
  );
  // The errors of two definitions can each look like those of a branch of the other. An invalid value must keep one.
  return [telling, kept].find((list) => list.length > 0) ?? [...errors];
}

/**
 * Whether an error comes from a branch of another error's keyword. A branch may refer to a definition; so may fields of the same object, but
 * their errors are at other places.
 */
function isOfBranch(error: ValidationError, keyword: ValidationError): boolean {
  const { instancePath, schemaPath } = keyword;
  const isInside = error.instancePath === instancePath || error.instancePath.startsWith(`${instancePath}/`);
  const isOfDefinition =
    error.instancePath === instancePath &&
    error.schemaPath.startsWith("#/$defs/") &&
    definitionIn(error.schemaPath) !== definitionIn(schemaPath);
  const isBelow = error.schemaPath.startsWith(`${schemaPath}/`) || isOfDefinition;
  return isInside && isBelow && !(error.keyword === keyword.keyword && error.schemaPath === schemaPath);
}

/** `#/$defs/Place` of `#/$defs/Place/type`. */
function definitionIn(schemaPath: string): string {
  return schemaPath.split("/", 3).join("/");
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
      return { code, pointer: error.instancePath, expected: "a property name that the schema allows", received };
    }
    default: {
      const pointer = error.instancePath;
      const expected = expectation(code, error, descriptorAt(root, pointer));
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

function expectation(code: IssueCode, error: ValidationError, descriptor: ValueDescriptor | undefined): string {
  const isDescribed = describedCodes.has(code) || (isUnion(error) && descriptor?.fields === undefined);
  return isDescribed && descriptor !== undefined ? descriptor.accepts : expectedByKeyword(error);
}

function isUnion({ keyword }: ValidationError): boolean {
  return keyword === "anyOf" || keyword === "oneOf";
}

/** What a keyword expects, if the field's description does not say it. */
function expectedByKeyword({ keyword, params }: ValidationError): string {
  const { limit, i, j } = params;
  switch (keyword) {
    case "type":
      return [params["type"]].flat().join(" or ");
    case "const":
      return JSON.stringify(params["allowedValue"]);
    case "enum":
      return `one of ${JSON.stringify(params["allowedValues"])}`;
    case "uniqueItems":
      return `elements that all differ (${String(i)} and ${String(j)} are equal)`;
    case "contains":
      return `${countOf(params["minContains"], params["maxContains"])} that match "contains" of the schema`;
    case "minProperties":
      return `at least ${String(limit)} fields`;
    case "maxProperties":
      return `at most ${String(limit)} fields`;
    case "items":
    case "unevaluatedItems":
      return `at most ${String(limit ?? params["len"])} elements`;
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
    default: {
      if (typeof params["comparison"] === "string") return `number ${params["comparison"]} ${String(limit)}`;
      return `a value that satisfies ${keyword} ${String(limit ?? params["multipleOf"] ?? params["pattern"] ?? "")}`.trim();
    }
  }
}

function countOf(min: unknown, max: unknown): string {
  if (max === undefined) return `at least ${String(min)} elements`;
  return min === 0 ? `at most ${String(max)} elements` : `${String(min)} to ${String(max)} elements`;
}

/** -0.5 for `integer ≥ 0` violates `type` and `minimum`, but it is one mistake, and both messages would be the same. */
function unique(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ pointer, expected }) => {
    const key = `${pointer} ${expected}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** A misspelt required field is one mistake: `flavr` is undeclared, and therefore `flavor` is missing. */
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
