import { escape } from "./markdown.js";
import type { Column } from "./table.js";

/** A table of GitHub Flavored Markdown. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const rule = columns.map(({ align }) => (align === "right" ? "---:" : "---"));
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => row.map(escape));
  return cells
    .toSpliced(1, 0, rule)
    .map((row) => `${tableRow(row)}\n`)
    .join("");
}

/**
 * A row of cells that are Markdown already. A bar would end its cell even within a code span (GitHub Flavored Markdown, section 4.10), so it is
 * escaped where it is not.
 */
export function tableRow(cells: readonly string[]): string {
  const contents = cells.map((cell) => cell.replaceAll(/\\.|\|/g, (found) => (found === "|" ? "\\|" : found)));
  return `| ${contents.join(" | ")} |`;
}
