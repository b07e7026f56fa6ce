import { describeValue } from "./describe-value.js";
import { descriptorsAt, fieldsFor, hasOwn, valueAt } from "./descriptors.js";
import { expectation } from "./expectation.js";
import { meantBranch } from "./meant-branch.js";
import { joinPointer } from "./pointer.js";
import { suggest } from "./suggest.js";
import type { EventDefinition, Issue, IssueCode, ValueDescriptor } from "./types.js";
import { isUnion, sortByBranch, startOfBranches } from "./union-branches.js";
import type { ValidationError } from "./validate.js";

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

type DescribedEvent = Pick<EventDefinition, "fields" | "unions" | "others">;

/** What the schema says about an event as a whole. */
export function eventDescriptor({ fields, unions, others }: DescribedEvent): ValueDescriptor {
  return {
    types: ["object"],
    accepts: "an object",
    fields,
    ...(unions === undefined ? {} : { unions }),
    ...(others === undefined ? {} : { others }),
  };
}

/** The errors of a validator as issues: one for each mistake that a person made. */
export function toIssues(errors: readonly ValidationError[], data: unknown, source: DescribedEvent): Issue[] {
  const root = eventDescriptor(source);
  const explained = explain(errors, data, root);
  // Whatever is left out as a consequence, something is wrong: the errors themselves say what, where nothing else does.
  const found = withoutConsequences(
    explained.mistakes.length > 0 ? explained : { ...explained, mistakes: errors },
    data,
    root,
  );
  const issues = found.map((mistake) => ("keyword" in mistake ? toIssue(mistake, data, root) : mistake));
  return issues.length < 2 ? issues : withoutMissingTwins(unique(issues));
}

/** An error, or an issue in the place of several. */
type Mistake = ValidationError | Issue;

/** What is wrong, and the values whose unions it is about. */
interface Explained {
  readonly mistakes: readonly Mistake[];
  /** Pointers to values that satisfy no branch of a union. */
  readonly undecided: ReadonlySet<string>;
}

/** Replaces the errors of each union by those of the branch that was meant, or by that of the union alone. */
function explain(errors: readonly ValidationError[], data: unknown, root: ValueDescriptor): Explained {
  // From the last to the first: to add each at the beginning would take the square of their number.
  const backwards: Mistake[] = [];
  const undecided = new Set<string>();
  for (let end = errors.length - 1; end >= 0; end--) {
    const error = errors[end];
    if (error === undefined) continue;
    if (!isUnion(error)) {
      // Names are tested one by one, and then the error of the keyword says which is wrong.
      if (error.propertyName === undefined || error.keyword === "propertyNames") backwards.push(error);
      continue;
    }
    const start = startOfBranches(errors, end);
    undecided.add(error.instancePath);
    const meant = meantBranch(sortByBranch(error, errors.slice(start, end), data, root), data);
    if (meant === undefined) backwards.push(error);
    else if ("issue" in meant) backwards.push(meant.issue);
    else {
      const within = explain(meant.errors, data, root);
      for (const mistake of within.mistakes.toReversed()) backwards.push(mistake);
      for (const pointer of within.undecided) undecided.add(pointer);
    }
    end = start;
  }
  return { mistakes: backwards.toReversed(), undecided };
}

/** Leaves out what only follows from other mistakes. */
function withoutConsequences(
  { mistakes, undecided }: Explained,
  data: unknown,
  root: ValueDescriptor,
): readonly Mistake[] {
  const kept = mistakes.filter((mistake) => {
    if (!("keyword" in mistake) || mistake.keyword !== "unevaluatedProperties") return true;
    // As no branch holds, what any of them declares is left over.
    const { instancePath, params } = mistake;
    return !undecided.has(instancePath) || isUnknown(String(params["unevaluatedProperty"]), instancePath, data, root);
  });
  const around = valuesAround(kept);
  const telling = kept.filter(
    (mistake) =>
      !("keyword" in mistake) ||
      // The errors of `then` and `else` say what is wrong; that of `if` adds nothing.
      (!(mistake.keyword === "if" && kept.length > 1) &&
        // If a mistake within the value fails a union, the union is not another mistake; except that of a whole event, which may be.
        !(isUnion(mistake) && mistake.instancePath !== "" && around.has(mistake.instancePath))),
  );
  return [telling, kept, mistakes].find((each) => each.length > 0) ?? mistakes;
}

/** Pointers to the values that have mistakes within them. */
function valuesAround(mistakes: readonly Mistake[]): ReadonlySet<string> {
  const around = new Set<string>();
  for (const mistake of mistakes) {
    const pointer = "keyword" in mistake ? mistake.instancePath : mistake.pointer;
    for (let end = pointer.lastIndexOf("/"); end >= 0; end = end === 0 ? -1 : pointer.lastIndexOf("/", end - 1)) {
      const parent = pointer.slice(0, end);
      if (around.has(parent)) break;
      around.add(parent);
    }
  }
  return around;
}

/** Whether neither the object nor a branch that it may mean declares a property; not if there is no description. */
function isUnknown(name: string, pointer: string, data: unknown, root: ValueDescriptor): boolean {
  const value = valueAt(data, pointer);
  const unions = descriptorsAt(root, data, pointer).filter((each) => each.unions !== undefined);
  return unions.length > 0 && unions.every((each) => fieldsFor(each, value).every((field) => field.name !== name));
}

function toIssue(error: ValidationError, data: unknown, root: ValueDescriptor): Issue {
  const code = codes[error.keyword] ?? "not";
  switch (code) {
    case "undeclared":
      return undeclaredIssue(error, data, root);
    case "required":
    case "dependentRequired": {
      const pointer = joinPointer(error.instancePath, String(error.params["missingProperty"]));
      const [declared] = descriptorsAt(root, data, pointer);
      return { code, pointer, expected: declared?.accepts ?? "a value", received: "nothing" };
    }
    case "propertyNames": {
      const received = describeValue(error.params["propertyName"]);
      return { code, pointer: error.instancePath, expected: "a property name that the schema allows", received };
    }
    default: {
      const pointer = error.instancePath;
      const expected = expectation(code, error, descriptorsAt(root, data, pointer));
      const value = valueAt(data, pointer);
      // Of the right type, so only its digits say what is wrong.
      const received = typeof value === "bigint" ? String(value) : describeValue(value);
      return { code, pointer, expected, received };
    }
  }
}

function undeclaredIssue(error: ValidationError, data: unknown, root: ValueDescriptor): Issue {
  const name = String(error.params["additionalProperty"] ?? error.params["unevaluatedProperty"]);
  const pointer = joinPointer(error.instancePath, name);
  const parent = valueAt(data, error.instancePath);
  const declared = descriptorsAt(root, data, error.instancePath).flatMap((each) => fieldsFor(each, parent));
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
