import { type BigintPlaces, hasBigintsInPlace, partsOf, placesAt, withBranches } from "./bigint-places.js";
import { describeValue } from "./describe-value.js";
import { descriptorsAt } from "./descriptors.js";
import { joinPointer } from "./pointer.js";
import type { Issue, ValueDescriptor } from "./types.js";
import type { Validate } from "./validate.js";

/** The validator of an event with bigints: numbers do not do in their place, nor they in that of numbers. */
export function bigintValidator(reader: Validate, places: BigintPlaces): Validate {
  return (data) => reader(data) && hasBigintsInPlace(data, [places]);
}

/** The issues of numbers where the type has bigints, and of bigints where it has none. */
export function misplacedBigints(data: unknown, places: BigintPlaces, root: ValueDescriptor): Issue[] {
  const issues: Issue[] = [];
  const left: [value: unknown, about: readonly BigintPlaces[], pointer: string][] = [[data, [places], ""]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [value, about, pointer] = next;
    const all = withBranches(about);
    if (typeof value === "object" && value !== null) {
      const parts = partsOf(value).map(
        ([key, member]) => [member, placesAt(all, key), joinPointer(pointer, key)] as const,
      );
      // Last in, first out: issues are in the order of the value.
      for (const part of parts.toReversed()) left.push([...part]);
      continue;
    }
    const isBigint = all.some((each) => each.isBigint);
    const isMisplaced = typeof value === "bigint" ? !isBigint : isBigint && Number.isInteger(value);
    if (!isMisplaced) continue;
    const accepts = descriptorsAt(root, data, pointer)[0]?.accepts ?? (isBigint ? "integer" : "a JSON value");
    issues.push({
      code: "type",
      pointer,
      expected: isBigint ? `${accepts}, as a bigint` : accepts,
      received: describeValue(value),
    });
  }
  return issues;
}
