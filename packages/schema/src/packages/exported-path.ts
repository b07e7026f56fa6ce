import { isRecord } from "@metric-events/runtime";
import type { DeadEnd } from "./dead-end.js";

/** Those that Node sets for `import`, and `default`. */
const conditions: ReadonlySet<string> = new Set(["node", "import", "module-sync", "default"]);

/** What a value of `exports` says: a path that begins with `./`, `null` for what is hidden, `undefined` where no condition is met. */
type Target = string | null | undefined;

/**
 * The path of the file that a package exports as `path`: PACKAGE_EXPORTS_RESOLVE of Node's documentation of ECMAScript modules. A library
 * such as resolve.exports makes regular expressions of the keys, which come from strangers.
 *
 * @param exports The value in package.json. Without one, a package exports every file under its own path.
 */
export function exportedPath(exports: unknown, path: string): string | DeadEnd {
  if (exports === undefined || exports === null) return path;
  const subpath = `./${path}`;
  const target = targetOf(subpath, exports);
  if (typeof target !== "string") {
    return {
      reason: `its package.json does not export ${subpath}; the package should have ${JSON.stringify(subpath)}: ${JSON.stringify(subpath)} in "exports"`,
      suggestion: undefined,
    };
  }
  const [first, ...segments] = target.split("/");
  const isInside = first === "." && !segments.some((each) => ["", ".", "..", "node_modules"].includes(each));
  if (isInside && !/[\\%]|\p{Cc}/u.test(target)) return segments.join("/");
  return {
    reason: `its package.json exports ${subpath} as ${JSON.stringify(target)}, which is not a path within the package`,
    suggestion: undefined,
  };
}

function targetOf(subpath: string, exports: unknown): Target {
  // A single target, or one by conditions, is what the package exports under its name alone.
  if (!isRecord(exports) || !Object.keys(exports).some((key) => key.startsWith("."))) return undefined;
  if (Object.hasOwn(exports, subpath) && !subpath.includes("*")) return chosen(exports[subpath], "");
  const key = Object.keys(exports).toSorted(byPrecedence).find(matches(subpath));
  if (key === undefined) return undefined;
  const [start = "", end = ""] = key.split("*");
  return chosen(exports[key], subpath.slice(start.length, subpath.length - end.length));
}

function matches(subpath: string): (key: string) => boolean {
  return (key) => {
    const [start = "", end, ...more] = key.split("*");
    if (end === undefined || more.length > 0) return false;
    return subpath !== start && subpath.startsWith(start) && subpath.endsWith(end) && subpath.length >= key.length;
  };
}

/** PATTERN_KEY_COMPARE: the longest beginning first, then the longest key. */
function byPrecedence(left: string, right: string): number {
  return right.indexOf("*") - left.indexOf("*") || right.length - left.length;
}

function chosen(value: unknown, match: string): Target {
  if (typeof value === "string") return value.replaceAll("*", () => match);
  if (Array.isArray(value)) {
    const targets = value.map((each) => chosen(each, match));
    return targets.find((target) => typeof target === "string" && target.startsWith("./")) ?? targets.at(-1);
  }
  if (!isRecord(value)) return value === null ? null : undefined;
  for (const [condition, held] of Object.entries(value)) {
    if (!conditions.has(condition)) continue;
    const target = chosen(held, match);
    if (target !== undefined) return target;
  }
  return undefined;
}
