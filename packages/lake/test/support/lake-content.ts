import { catalogue } from "@metric-events/core";
import { openLogDatabase, type Value } from "@metric-events/query";
import { Lake } from "../../src/index.js";

/** The answer of a query to a lake. */
export async function ask(lake: string, sql: string): Promise<readonly (readonly Value[])[]> {
  const database = await openLogDatabase({ tables: Lake.open(lake).tables }, { catalogue });
  try {
    const rows: (readonly Value[])[] = [];
    for await (const row of (await database.rows(sql)).values) rows.push(row);
    return rows;
  } finally {
    await database.close();
  }
}

/** The durations of all events, which tests make different for each line, in their order. */
export async function durationsIn(lake: string): Promise<readonly Value[]> {
  return (await ask(lake, "select duration from runner_installed order by duration")).flat();
}

export async function badLinesIn(lake: string): Promise<number> {
  return Number((await ask(lake, "select count(*) from invalid_lines"))[0]?.[0]);
}
