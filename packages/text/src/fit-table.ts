import stringWidth from "fast-string-width";
import { printable } from "./printable.js";
import { type Column, formatTable } from "./table.js";

const gap = 2;
/** Cells are not broken into parts narrower than this. */
const minCellWidth = 12;

/**
 * A table of at most `width` characters a line. Columns that do not fit follow below, after those that name the rows again: the first ones
 * that are aligned to the left. Cells wider than what is left are broken. Texts are made printable.
 */
export function fitTable(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const titles = columns.map(({ title }) => printable(title));
  const cells = rows.map((row) => columns.map((_, index) => printable(row[index] ?? "")));
  const widths = widthsOf([titles, ...cells]);
  if (lineWidth(widths) <= width) return formatTable(columns, cells);
  const names = namingColumns(columns, widths, width);
  const widest = Math.max(0, ...widths.slice(names.length));
  // What the naming columns leave to the widest of the others, as far as all can be read.
  const nameRoom = Math.max(minCellWidth, Math.floor((width - gap - widest - gap * (names.length - 1)) / names.length));
  const limits = widths.map((each, index) => (index < names.length ? Math.min(each, nameRoom) : each));
  const room = Math.max(minCellWidth, width - gap - lineWidth(limits.slice(0, names.length)));
  return blocksOf(
    limits.map((each, index) => (index < names.length ? each : Math.min(each, room))),
    names,
    width,
  )
    .map((block) => {
      const [heading = [], ...lines] = [titles, ...cells].flatMap((row) =>
        brokenRow(
          block.map((index) =>
            parts(row[index] ?? "", Math.min(limits[index] ?? room, index < names.length ? nameRoom : room)),
          ),
        ),
      );
      return formatTable(
        block.map((index, place) => ({ ...columns[index], title: heading[place] ?? "" })),
        lines,
      );
    })
    .join("\n");
}

/** The first columns that are aligned to the left, as far as they leave a third of the line to the others; one at least. */
function namingColumns(columns: readonly Column[], widths: readonly number[], width: number): readonly number[] {
  const firstNumber = columns.findIndex(({ align }) => align === "right");
  const names = [...widths.keys()].slice(0, Math.max(1, firstNumber));
  while (names.length > 1 && lineWidth(widths.slice(0, names.length)) > (2 / 3) * width) names.pop();
  return names;
}

/** Characters of the longest line of a table. */
export function tableWidth(columns: readonly Column[], rows: readonly (readonly string[])[]): number {
  return lineWidth(widthsOf([columns.map(({ title }) => printable(title)), ...rows.map((row) => row.map(printable))]));
}

function widthsOf([heading = [], ...lines]: readonly (readonly string[])[]): readonly number[] {
  return heading.map((title, index) =>
    lines.reduce((most, line) => Math.max(most, stringWidth(line[index] ?? "")), stringWidth(title)),
  );
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each + gap, -gap);
}

/** Which columns stand beside each other: those that name the rows in each block. */
function blocksOf(widths: readonly number[], names: readonly number[], width: number): readonly (readonly number[])[] {
  const blocks: number[][] = [];
  for (const index of widths.keys()) {
    if (index < names.length) continue;
    const last = blocks.at(-1);
    if (last === undefined || lineWidth([...last, index].map((each) => widths[each] ?? 0)) > width)
      blocks.push([...names, index]);
    else last.push(index);
  }
  return blocks.length === 0 ? [names] : blocks;
}

/** A row for each line that its tallest cell needs. */
function brokenRow(cells: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const height = cells.reduce((most, lines) => Math.max(most, lines.length), 1);
  return Array.from({ length: height }, (_, line) => cells.map((lines) => lines[line] ?? ""));
}

/** A text in parts of at most `width` columns, broken at spaces where there are some. */
function parts(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((each) => pieces(each, width))) {
    if (line !== "" && stringWidth(line) + 1 + stringWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** A word in pieces that fit. */
function pieces(word: string, width: number): readonly string[] {
  if (stringWidth(word) <= width) return [word];
  const found = [""];
  for (const character of word) {
    if (stringWidth((found.at(-1) as string) + character) > width) found.push(character);
    else found.push((found.pop() as string) + character);
  }
  return found;
}
