import { catalogue } from "@metric-events/core";
import { Lake } from "@metric-events/lake";
import { openLogDatabase } from "@metric-events/query";

/** The numbers that a query of a lake answers; by default the durations of all events, which tests make different for each line. */
export async function durationsIn(
  lake: string,
  sql = "select duration from runner_installed order by duration",
): Promise<readonly number[]> {
  const database = await openLogDatabase({ tables: Lake.open(lake).tables }, { catalogue });
  try {
    const found: number[] = [];
    for await (const [value] of (await database.rows(sql)).values) found.push(Number(value));
    return found;
  } finally {
    await database.close();
  }
}
