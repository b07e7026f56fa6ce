import type { QueryRows, Value } from "@metric-events/query";
import { csvLine, formatTable, jsonText, markdownTable, printableLines, rawCsvLine } from "@metric-events/text";
import type { Output } from "../output.js";

export const rowFormats = ["table", "json", "csv", "markdown"] as const;

export type RowFormat = (typeof rowFormats)[number];

/** Limit of a table, which is held in memory; nobody reads more rows. */
const maxTableRows = 1000;

/**
 * Prints the rows of a result as they arrive.
 *
 * @returns whether all of them were printed.
 */
export async function printRows(
  { columns, isPlan, values }: QueryRows,
  { format, isRaw }: { readonly format: RowFormat; readonly isRaw: boolean },
  output: Output,
): Promise<boolean> {
  const names = columns.map(({ name }) => name);
  switch (format) {
    case "json":
      await printJson(values, names, output);
      return true;
    case "csv": {
      const print = async (cells: readonly string[]): Promise<void> =>
        isRaw ? output.printRaw(rawCsvLine(cells)) : output.print(csvLine(cells));
      await print(names);
      for await (const row of values) await print(row.map(textOf));
      return true;
    }
    case "table":
    case "markdown": {
      if (isPlan) {
        // EXPLAIN draws its plan itself, over several lines.
        for await (const [, plan = null] of values) await output.print(printableLines(textOf(plan).split("\n")));
        return true;
      }
      const shown: (readonly string[])[] = [];
      let isAll = true;
      for await (const row of values) {
        isAll = shown.length < maxTableRows;
        if (!isAll) break;
        shown.push(row.map(textOf));
      }
      const titles = columns.map(
        ({ name, isNumeric }) => ({ title: name, align: isNumeric ? "right" : "left" }) as const,
      );
      await output.print(format === "table" ? formatTable(titles, shown) : markdownTable(titles, shown));
      return isAll;
    }
    default:
      return format satisfies never;
  }
}

/** One row per line. */
async function printJson(
  rows: AsyncIterable<readonly Value[]>,
  names: readonly string[],
  output: Output,
): Promise<void> {
  let before = "[\n";
  for await (const row of rows) {
    await output.print(`${before}${jsonText(Object.fromEntries(names.map((name, index) => [name, row[index]])))}`);
    before = ",\n";
  }
  await output.print(before === "[\n" ? "[]\n" : "\n]\n");
}

function textOf(value: Value): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
