import stringWidth from "fast-string-width";
import { printable } from "./printable.js";

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** Rows below titles, columns two spaces apart, nothing after the last word of a line. Texts are made printable. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ title }) => title), ...rows].map((cells) => cells.map(printable));
  const widths = columns.map((_, index) =>
    lines.reduce((most, line) => Math.max(most, stringWidth(line[index] ?? "")), 0),
  );
  return lines.map((line) => `${formatRow(line, columns, widths)}\n`).join("");
}

function formatRow(cells: readonly string[], columns: readonly Column[], widths: readonly number[]): string {
  const padded = columns.map(({ align = "left" }, index) => {
    const cell = cells[index] ?? "";
    const padding = " ".repeat((widths[index] ?? 0) - stringWidth(cell));
    return align === "left" ? cell + padding : padding + cell;
  });
  return padded.join("  ").trimEnd();
}

/** Text from outside in lines of at most `columns` characters, broken at spaces, each after `indent`. */
export function wrap(text: string, columns: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).map(printable)) {
    if (line !== "" && indent.length + stringWidth(line) + 1 + stringWidth(word) > columns) {
      lines.push(indent + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].join("\n");
}

/** A term and its explanation, which begins in the column `start`. */
export function hang(term: string, text: string, start: number, columns: number): string {
  const indent = " ".repeat(start);
  const shown = printable(term);
  const width = stringWidth(shown);
  return (
    shown +
    " ".repeat(Math.max(0, start - 1 - width)) +
    wrap(text, columns, indent).slice(width < start ? start - 1 : 0)
  );
}
