export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** Rows below titles, columns two spaces apart, nothing after the last word of a line. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => width(line[index] ?? ""))));
  return lines.map((line) => `${formatRow(line, columns, widths)}\n`).join("");
}

function formatRow(cells: readonly string[], columns: readonly Column[], widths: readonly number[]): string {
  const padded = columns.map(({ align = "left" }, index) => {
    const cell = cells[index] ?? "";
    const padding = " ".repeat((widths[index] ?? 0) - width(cell));
    return align === "left" ? cell + padding : padding + cell;
  });
  return padded.join("  ").trimEnd();
}

function width(text: string): number {
  return [...text].length;
}

/** Text in lines of at most `columns` characters, broken at spaces, each behind `indent`. */
export function wrap(text: string, columns: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && indent.length + line.length + 1 + word.length > columns) {
      lines.push(indent + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].join("\n");
}

/** A term, and its explanation beside it in a column that begins at `start`. */
export function hang(term: string, text: string, start: number, columns: number): string {
  const indent = " ".repeat(start);
  return term.padEnd(start - 1) + wrap(text, columns, indent).slice(term.length < start ? start - 1 : 0);
}
