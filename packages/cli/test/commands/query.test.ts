import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fleetLog } from "@metric-events/test-support";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

// Of a log, a query is handed only what it reads. An archive has everything: it must give the same answers.

const queries = [
  "select count(*) from runner_start",
  // One column alone, of each kind: a number, a text, a time, an object.
  "select max(idle) from runner_start",
  "select flavor from runner_start order by 1 limit 1",
  "select ts from runner_stop order by ts limit 2",
  "select status_info from runner_stop where status_info is not null order by 1 limit 2",
  "select status_info.code, count(*) from runner_stop group by 1 order by 1",
  "select * from runner_stop order by timestamp limit 3",
  "select * exclude (flavor) from runner_start order by timestamp limit 2",
  "select columns('.*duration') from runner_stop order by 1 limit 3",
  "select r from runner_stop r order by r.timestamp limit 1",
  "select event, count(*) from events where flavor = 'small' group by 1 order by 1",
  "select a.flavor, count(*) from runner_start a join runner_stop b using (repo, workflow) group by 1 order by 1",
  "with x as (select flavor as f, idle from runner_start) select f, sum(idle) from x group by all order by all",
  "select (select max(idle) from runner_start) as longest, count(*) from runner_installed",
  "from query('select count(*) from runner_start where flavor = ''gpu''')",
  "select count(*) from runner_start a, runner_start b where a.timestamp = b.timestamp",
  "summarize runner_start",
] as const;

const cwd = mkdtempSync(join(tmpdir(), "metric-events-sources-"));

beforeAll(async () => {
  writeFileSync(join(cwd, "metrics.log"), `${[...fleetLog({ seed: 8, events: 1500, jobEvery: 60 })].join("\n")}\n`);
  const { exitCode } = await runCommand(["export", "--parquet", "archive", "metrics.log"], { cwd });
  expect(exitCode).toBe(0);
}, 60_000);

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

it.each(queries)("%s", async (sql) => {
  const answer = async (source: string) => runCommand(["query", sql, "--format", "json", source], { cwd });
  const ofLog = await answer("metrics.log");
  expect(ofLog).toEqual(await answer("archive"));
  expect(ofLog).toMatchObject({ exitCode: 0, stderr: "" });
  expect(ofLog.stdout).toMatch(/^\[\n\{/);
});
