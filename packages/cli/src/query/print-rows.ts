import type { DuckDBResult, DuckDBValueConverter, Json } from "@duckdb/node-api";
import { markdownTable } from "../format/markdown-table.js";
import { printable } from "../format/printable.js";
import { formatTable } from "../format/table.js";
import type { Output } from "../output.js";

export const rowFormats = ["table", "json", "csv", "markdown"] as const;

export type RowFormat = (typeof rowFormats)[number];

/** What a table for people shows at most; they would not read more, and it is held in memory. */
const maxTableRows = 1000;

/**
 * Prints the rows of a result while they come.
 *
 * @returns whether all of them were printed.
 */
export async function printRows(
  result: DuckDBResult,
  converter: DuckDBValueConverter<Json>,
  format: RowFormat,
  output: Output,
): Promise<boolean> {
  const names = result.deduplicatedColumnNames();
  const isNumeric = result.columnTypes().map((type) => numericTypes.test(String(type)));
  const rows = rowsOf(result, converter);
  switch (format) {
    case "json":
      await printJson(rows, names, output);
      return true;
    case "csv":
      await output.print(csvLine(names));
      for await (const row of rows) await output.print(csvLine(row.map(textOf)));
      return true;
    case "table":
    case "markdown": {
      if (names[0] === "explain_key") {
        // A drawing of its own, of several lines.
        for await (const [, plan = null] of rows) await output.print(textOf(plan));
        return true;
      }
      const shown: (readonly string[])[] = [];
      let isAll = true;
      for await (const row of rows) {
        isAll = shown.length < maxTableRows;
        if (!isAll) break;
        shown.push(row.map((value) => printable(textOf(value))));
      }
      const columns = names.map(
        (title, index) => ({ title: printable(title), align: isNumeric[index] === true ? "right" : "left" }) as const,
      );
      await output.print(format === "table" ? formatTable(columns, shown) : markdownTable(columns, shown));
      return isAll;
    }
    default:
      return format satisfies never;
  }
}

const numericTypes = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/;

async function* rowsOf(
  result: DuckDBResult,
  converter: DuckDBValueConverter<Json>,
): AsyncGenerator<readonly (Json | null)[]> {
  for await (const rows of result.yieldConvertedRows(converter)) yield* rows;
}

/** One row to a line. */
async function printJson(
  rows: AsyncIterable<readonly Json[]>,
  names: readonly string[],
  output: Output,
): Promise<void> {
  let before = "[\n";
  for await (const row of rows) {
    await output.print(
      `${before}${JSON.stringify(Object.fromEntries(names.map((name, index) => [name, row[index]])))}`,
    );
    before = ",\n";
  }
  await output.print(before === "[\n" ? "[]\n" : "\n]\n");
}

/** RFC 4180, with line feeds. */
function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`;
}

function textOf(value: Json): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
