import { describeValue } from "./describe-value.js";
import { hasOwn, valueAt } from "./descriptors.js";
import { joinPointer } from "./pointer.js";
import { suggest } from "./suggest.js";
import type { Issue, ValueDescriptor } from "./types.js";
import type { FailedUnion } from "./union-branches.js";
import type { ValidationError } from "./validate.js";

/** What is wrong with a value that satisfies no branch of a union. */
export type Explanation =
  /** The errors of the branch that the value means. */
  | { readonly index: number; readonly errors: readonly ValidationError[] }
  /** The value has no tag of any branch. */
  | { readonly issue: Issue };

/** Keywords that refuse a value as a whole, whatever is within. */
const refusing = new Set(["type", "const", "enum", "false schema"]);

/**
 * Finds the branch that an object or array means: by its tags, which are fields with a constant, else by the fewest errors. `undefined` if
 * several branches are as near, and for other values, which the description of the union says enough about.
 */
export function meantBranch(union: FailedUnion, data: unknown): Explanation | undefined {
  const { instancePath, params } = union.error;
  const value = valueAt(data, instancePath);
  const isTooMany = Array.isArray(params["passingSchemas"]);
  if (typeof value !== "object" || value === null || isTooMany) return undefined;
  let candidates = [...union.branches].filter(
    ([, errors]) => !errors.some((error) => error.instancePath === instancePath && refusing.has(error.keyword)),
  );
  const tags = new Set(candidates.flatMap(([, errors]) => errors.flatMap((error) => tagOf(error, instancePath) ?? [])));
  const isRefused = (tag: string, errors: readonly ValidationError[]): boolean =>
    errors.some((error) => tagOf(error, instancePath) === tag);
  for (const tag of tags) {
    const rest = candidates.filter(([, errors]) => !isRefused(tag, errors));
    if (rest.length > 0) candidates = rest;
  }
  const [first] = candidates;
  if (first === undefined) return undefined;
  if (candidates.length > 1) {
    for (const tag of tags) {
      if (candidates.every(([, errors]) => isRefused(tag, errors))) {
        const pointer = `${instancePath}/${tag}`;
        return {
          issue: unknownTag(
            pointer,
            candidates.flatMap(([, errors]) => constantsAt(errors, pointer)),
            data,
          ),
        };
      }
    }
    const missing = missingTag(
      union,
      candidates.map(([index]) => index),
      value,
    );
    if (missing !== undefined) return { issue: missing };
  }
  const fewest = Math.min(...candidates.map(([, errors]) => errors.length));
  const [nearest, ...others] = candidates.filter(([, errors]) => errors.length === fewest);
  return nearest === undefined || others.length > 0 ? undefined : { index: nearest[0], errors: nearest[1] };
}

/** The field, as a token of a pointer, of which an error says that it has not the constant of the branch. */
function tagOf({ keyword, instancePath }: ValidationError, unionPath: string): string | undefined {
  if (keyword !== "const" && keyword !== "enum") return undefined;
  const below = instancePath.slice(unionPath.length + 1);
  return below === "" || below.includes("/") ? undefined : below;
}

function constantsAt(errors: readonly ValidationError[], pointer: string): unknown[] {
  return errors
    .filter(({ instancePath }) => instancePath === pointer)
    .flatMap(({ keyword, params }) => {
      if (keyword === "const") return [params["allowedValue"]];
      return keyword === "enum" && Array.isArray(params["allowedValues"]) ? params["allowedValues"] : [];
    });
}

function unknownTag(pointer: string, values: readonly unknown[], data: unknown): Issue {
  const given = valueAt(data, pointer);
  const texts = values.filter((value) => typeof value === "string");
  const suggestion = typeof given === "string" ? suggest(given, texts) : undefined;
  return {
    code: "enum",
    pointer,
    expected: listed(values),
    received: describeValue(given),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** The issue of an object without a field that has a constant of its own in each branch. */
function missingTag({ error, descriptor }: FailedUnion, indexes: readonly number[], value: object): Issue | undefined {
  const branches = indexes.map((index) => descriptor?.branches[index]);
  const [first] = branches;
  for (const { name } of first?.fields ?? []) {
    if (hasOwn(value, name)) continue;
    const values = branches.map((branch) => constantsOf(branch, name));
    const all = values.flat();
    if (values.every((each) => each.length > 0) && new Set(all).size === all.length) {
      const pointer = joinPointer(error.instancePath, name);
      return { code: "required", pointer, expected: listed(all), received: "nothing" };
    }
  }
  return undefined;
}

/** The constants of a required field of a branch; empty if it may have other values, or be absent. */
function constantsOf(branch: ValueDescriptor | undefined, name: string): readonly unknown[] {
  const field = branch?.fields?.find((each) => each.name === name);
  return field?.required === true ? (field.values ?? []) : [];
}

function listed(values: readonly unknown[]): string {
  return [...new Set(values.map((value) => JSON.stringify(value)))].join(" or ");
}
