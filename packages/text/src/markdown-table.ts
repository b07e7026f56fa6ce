import { escape } from "./markdown.js";
import type { Column } from "./table.js";

/** A table of GitHub Flavored Markdown. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const rule = columns.map(({ align }) => (align === "right" ? "---:" : "---"));
  return [columns.map(({ title }) => title), ...rows]
    .map((cells) => `| ${cells.map(escape).join(" | ")} |\n`)
    .toSpliced(1, 0, `| ${rule.join(" | ")} |\n`)
    .join("");
}
