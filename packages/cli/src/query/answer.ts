import type { LogDatabase, QueryRows, Value } from "@metric-events/query";
import type { Context } from "../context.js";
import { printRows, type RowFormat } from "./print-rows.js";

interface AnswerOptions {
  readonly format: RowFormat;
  readonly isRaw: boolean;
  /** The error to throw in place of one of the database. */
  readonly explain: (error: unknown) => unknown;
  /** Called before anything is printed: takes progress from the terminal. */
  readonly clear: () => Promise<void>;
}

/** Answers one statement, and prints its rows. Returns how many there were; of those that a table leaves out, one is counted. */
export async function answer(
  database: LogDatabase,
  sql: string,
  { format, isRaw, explain, clear }: AnswerOptions,
  { stdout, stderr }: Context,
): Promise<number> {
  const failed = (error: unknown): never => {
    throw explain(error);
  };
  const counted = { rows: 0 };
  const rows = withCount(await database.rows(sql).catch(failed), counted);
  await clear();
  if (!(await printRows(rows, { format, isRaw }, stdout).catch(failed))) {
    await stdout.flush();
    await stderr.print("metric-events: only the first 1,000 rows are shown; for all rows, use --format csv or json\n");
  }
  return counted.rows;
}

function withCount(rows: QueryRows, counted: { rows: number }): QueryRows {
  async function* values(): AsyncGenerator<readonly Value[]> {
    for await (const row of rows.values) {
      counted.rows++;
      yield row;
    }
  }
  return { ...rows, values: values() };
}
