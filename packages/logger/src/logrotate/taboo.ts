import { fileNameExpression } from "./glob.js";

/** The endings of files in an included folder that logrotate ignores by default (logrotate 3.21). */
const defaultEndings =
  ",v .bak .cfsaved .disabled .dpkg-bak .dpkg-del .dpkg-dist .dpkg-new .dpkg-old .dpkg-tmp .rhn-cfg-tmp-* .rpmnew .rpmorig " +
  ".rpmsave .swp .ucf-dist .ucf-new .ucf-old ~";

/** The patterns of files in an included folder that logrotate ignores. */
export const defaultTaboo: readonly string[] = defaultEndings.split(" ").map((ending) => `*${ending}`);

/** The patterns after a directive `tabooext` or `taboopat`: with `+`, its list is added; else it replaces all. */
export function tabooAfter(name: string, argument: string, patterns: readonly string[]): readonly string[] {
  const isAdded = argument.startsWith("+");
  const listed = argument.slice(isAdded ? 1 : 0).split(/[\s,]+/);
  const added = listed.filter((word) => word !== "").map((word) => (name === "tabooext" ? `*${word}` : word));
  return isAdded ? [...patterns, ...added] : added;
}

/** Whether logrotate ignores a file. A wildcard at the start of a pattern matches no period (fnmatch(3), FNM_PERIOD). */
export function isTaboo(name: string, patterns: readonly string[]): boolean {
  return patterns.some(
    (pattern) => (!name.startsWith(".") || pattern.startsWith(".")) && fileNameExpression(pattern).test(name),
  );
}
