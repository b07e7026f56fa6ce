import { printable } from "./printable.js";

const number = /^[-+]?(\d+(\.\d+)?(e[-+]?\d+)?|Infinity)$/i;

/**
 * A line of CSV (RFC 4180, with a line feed) that neither a terminal nor a spreadsheet obeys: control characters are escaped, and a text
 * that a spreadsheet would take for a formula begins with an apostrophe. Both change the text; see {@link rawCsvLine}.
 */
export function csvLine(cells: readonly string[]): string {
  return rawCsvLine(cells.map(harmless));
}

/** A line of CSV with every text as it is, for programs. */
export function rawCsvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`;
}

function harmless(cell: string): string {
  const isFormula = /^\s*[=+\-@]/.test(cell) && !number.test(cell);
  return printable(isFormula ? `'${cell}` : cell);
}
