import { ExactNumber } from "@metric-events/reader";

/** Nobody reads deeper values, and JSON.stringify, which is recursive, fails at a few thousand levels. */
const maxDepth = 20;

/** Like JSON.stringify, but keeps the digits of {@link ExactNumber} and writes deeply nested values as `[…]` and `{…}`. */
export function shallowJson(value: unknown, depth = 0): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (value instanceof ExactNumber) return value.token;
  if (Array.isArray(value)) {
    if (depth >= maxDepth && value.length > 0) return "[…]";
    return `[${value.map((element) => shallowJson(element, depth + 1)).join(",")}]`;
  }
  const members = Object.entries(value);
  if (depth >= maxDepth && members.length > 0) return "{…}";
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${shallowJson(member, depth + 1)}`).join(",")}}`;
}
