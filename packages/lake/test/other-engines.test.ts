import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { catalogue } from "@metric-events/core";
import { openLogs } from "@metric-events/reader";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { appendLogs } from "../src/index.js";

const hosts = ["007", "a/b", "x=y %25 ü'\"\n", ".."];

/** A lake with an event of each host, and one of none. */
async function makeLake(): Promise<string> {
  const cwd = temporaryFolder();
  const names = hosts.map((host, index) => {
    const folder = join(cwd, `host=${encodeURIComponent(host)}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "metrics.log"), `${installedLine(index)}\n`);
    return join(folder, "metrics.log");
  });
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(hosts.length)}\nbad\n`);
  await appendLogs(await openLogs([...names, "metrics.log"], { cwd }), { catalogue, lake: join(cwd, "lake") });
  return join(cwd, "lake");
}

describe("a lake is read as it is", () => {
  it("by DuckDB, with the values of its folders", async () => {
    const lake = await makeLake();
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const rows = async (sql: string): Promise<unknown> => (await connection.runAndReadAll(sql)).getRowsJson();
    const types = "hive_types = {'event': VARCHAR, 'day': DATE, 'host': VARCHAR}";
    const from = `read_parquet('${lake}/**/event=*/*/*/*.parquet', hive_partitioning = true, ${types})`;
    expect(await rows(`select event, day, host, duration from ${from} order by duration`)).toEqual(
      [...hosts, null].map((host, duration) => ["runner_installed", "2024-07-02", host, duration]),
    );
    // Plain types, which every engine has.
    expect(await rows(`select distinct column_type from (describe from ${from}) order by 1`)).toEqual([
      ["BIGINT"],
      ["DATE"],
      ["DOUBLE"],
      ["TIMESTAMP"],
      ["VARCHAR"],
    ]);
    connection.closeSync();
    instance.closeSync();
  });

  it("by pyarrow", async () => {
    if (spawnSync("python3", ["-c", "import pyarrow.dataset"]).status !== 0) {
      console.warn("SKIPPED: pyarrow is not installed; pip install pyarrow");
      return;
    }
    const lake = await makeLake();
    const program = [
      "import json, sys, pyarrow.dataset as ds",
      "table = ds.dataset(sys.argv[1], partitioning='hive').to_table(columns=['host', 'duration'])",
      "print(json.dumps(sorted(table.to_pylist(), key=lambda row: row['duration'])))",
    ];
    const { stdout, stderr } = spawnSync("python3", ["-c", program.join("\n"), join(lake, "event=runner_installed")], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual([...hosts, null].map((host, duration) => ({ host, duration })));
  });
});
