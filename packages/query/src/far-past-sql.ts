import { farPastBorder, plausibleTimes } from "@metric-events/runtime";
import type { Database } from "./duckdb.js";
import { identifier } from "./sql-names.js";
import type { EventView } from "./view-model.js";

/** Whether a query may read the column of anomalies: by its name, or with all others. */
export function mayReadAnomalies(sql: string): boolean {
  return /anomaly|\*(?!\s*\))|^\s*(?:from|table|summarize|pivot|describe)\b/i.test(sql);
}

/**
 * Where the events begin that views are about, if a few others are dated years before, as reports find it.
 *
 * @param views those that have rows with times.
 */
export async function farPastIn(
  views: readonly EventView[],
  now: number,
  { connection }: Database,
): Promise<number | undefined> {
  if (views.length === 0) return undefined;
  const [first, last] = plausibleTimes(now);
  const days = views.map(({ name, timeColumn }) => {
    const time = `epoch(${identifier(timeColumn)})`;
    return `SELECT floor(${time} / 86400) AS d FROM ${identifier(name)} WHERE ${time} >= ${first} AND ${time} <= ${last}`;
  });
  const result = await connection.runAndReadAll(
    `SELECT d, count(*)::DOUBLE FROM (${days.join(" UNION ALL ")}) GROUP BY d`,
  );
  return farPastBorder(new Map(result.getRowsJS().map(([day, count]) => [Number(day), Number(count)])));
}
