import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import { temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { type Database, openDatabase } from "../src/duckdb.js";
import { neededColumns } from "../src/needed-columns.js";
import { viewModel } from "../src/view-model.js";
import { viewStatements } from "../src/view-sql.js";

const places = { key: "place", files: [{ name: "metrics.log", host: "web-1" }] };

/** Views of one file, in which events have all fields, or only some of them. */
async function withViews<Result>(
  text: string,
  columns: ReadonlySet<string> | undefined,
  ask: (database: Database) => Promise<Result>,
): Promise<Result> {
  const folder = temporaryFolder();
  const file = join(folder, "lines.ndjson");
  writeFileSync(file, text);
  const database = await openDatabase(folder, new AbortController().signal);
  try {
    const model = viewModel(catalogue);
    const rows = { kind: "lines", file, places, ...(columns === undefined ? {} : { columns }) } as const;
    const events = new Map(model.events.map(({ eventName }) => [eventName, rows]));
    await database.connection.run(
      viewStatements(model, { events, invalid: { kind: "none" } }, { now: 2e9, farPast: undefined }),
    );
    return await ask(database);
  } finally {
    database.close();
  }
}

it.each([
  ["select count(*) from runner_start", []],
  [
    "select date_trunc('hour', ts), quantile_cont(queue_duration, 0.5) from runner_start group by all",
    ["queue_duration", "timestamp"],
  ],
  ["select count(*) from runner_start where anomaly is null", ["idle", "queue_duration", "timestamp"]],
  ["select status_info.code from runner_stop", ["status_info"]],
  ["select line from runner_stop", ["place"]],
  ["select file, flavor from events", ["flavor", "place"]],
  ["select host from runner_start", ["host", "place"]],
  ["select event, flavor from events where ts > '2026-01-01'", ["event", "flavor", "timestamp"]],
  ["from query('select idle from runner' || '_start')", ["idle"]],
  ["from runner_installed", ["duration", "event", "flavor", "host", "place", "runner", "timestamp"]],
  ["select r from runner_installed r", ["duration", "event", "flavor", "host", "place", "runner", "timestamp"]],
  ["select 1", []],
  // Several statements in one, of which a plan shows only one.
  ["pivot runner_start on flavor", undefined],
  ["explain select flavor from runner_start", undefined],
  ["select nothing from runner_start", undefined],
] as const)("%s reads %j", async (sql, expected) => {
  const columns = await withViews("", undefined, (database) =>
    neededColumns(sql, viewModel(catalogue), places.key, database),
  );
  expect(columns === undefined ? undefined : [...columns].toSorted()).toEqual(expected);
});

it("a query that reads a field that was not copied fails", async () => {
  const line = '{"flavor":"small"}\n';
  await withViews(line, new Set(["flavor"]), async ({ connection }) => {
    const reader = await connection.runAndReadAll("select flavor, count(*) from runner_start group by all");
    expect(reader.getRowsJson()).toEqual([["small", "1"]]);
    for (const column of ["ts", "timestamp", "idle", "workflow"]) {
      await expect(connection.runAndReadAll(`select ${column} from runner_start`)).rejects.toThrow("was not copied");
    }
  });
});
