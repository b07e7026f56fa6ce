import { printable } from "./printable.js";
import type { Column } from "./table.js";

/** A table of GitHub Flavored Markdown. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const rule = columns.map(({ align }) => (align === "right" ? "---:" : "---"));
  return [columns.map(({ title }) => title), ...rows]
    .map(line)
    .toSpliced(1, 0, `| ${rule.join(" | ")} |\n`)
    .join("");
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(" | ")} |\n`;
}

function cell(text: string): string {
  return printable(text).replaceAll(/[\\`*_<>[\]|]/g, "\\$&");
}
