import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "@metric-events/report";
import { fleetLines, makeFleet } from "@metric-events/test-support";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

const schemas = fileURLToPath(new URL("../../../../schemas", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "metric-events-anomalies-"));
const fleet = makeFleet({
  seed: 3,
  days: 14,
  jobsPerHour: 3,
  troubles: ["year-1970", "future", "milliseconds", "epoch"],
});
const job = { flavor: "small", workflow: "CI", repo: "acme/widgets", github_event: "push" };
const wrong = [
  { timestamp: 315_532_800, event: "runner_installed", flavor: "small", duration: 9000 },
  { timestamp: fleet.end - 86_400, event: "runner_stop", ...job, status: "normal", job_duration: 2e6 },
];
const paths: string[] = [];
const sources: Readonly<Record<string, readonly string[]>> = {
  logs: paths,
  "an archive": ["archive"],
  "a lake": ["lake"],
};
let report: Report;

/** What a command prints, when the logs of the fleet are as old as an hour. */
async function run(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand([...args, "--schemas", schemas], {
    cwd: folder,
    now: () => (fleet.end + 3600) * 1000,
  });
  expect({ exitCode, stderr }, stderr).toMatchObject({ exitCode: 0 });
  return stdout;
}

beforeAll(async () => {
  for (const [host, lines] of fleetLines(fleet)) {
    const path = join("host=".concat(host), "metrics.log");
    mkdirSync(join(folder, dirname(path)));
    const own = paths.length === 0 ? [...lines, ...wrong.map((each) => JSON.stringify(each))] : lines;
    writeFileSync(join(folder, path), own.map((line) => `${line}\n`).join(""));
    paths.push(path);
  }
  report = JSON.parse(await run("report", "--utc", "--format", "json", ...paths));
  await run("export", "--parquet", "archive", ...paths);
  await run("export", "--append", "--parquet", "lake", ...paths);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kinds = ["far-past", "future", "impossible", "unix-time", "unset-clock"];

for (const source of Object.keys(sources)) {
  it(`figures of ${source} with one condition are those of the report`, async () => {
    const measured = report.events.flatMap(({ eventName, measures }) =>
      measures.map(({ field, total }) => ({ eventName, field, total })),
    );
    expect(measured.length).toBeGreaterThan(4);
    const selects = measured.map(
      ({ eventName, field }) =>
        `select '${eventName} ${field}' as name, count(${field}) as count, min(${field}) as min, max(${field}) as max, quantile_cont(${field}, 0.5) as p50, quantile_cont(${field}, 0.95) as p95 from ${eventName} where anomaly is null`,
    );
    const rows = JSON.parse(
      await run("query", "--format", "json", selects.join(" union all "), ...(sources[source] ?? [])),
    );
    for (const { eventName, field, total } of measured) {
      const { count, min, max, p50, p95 } = total ?? {};
      const row = rows.find((each: { name: string }) => each.name === `${eventName} ${field}`);
      expect(row).toMatchObject({ count, min, max });
      expect(row.p50).toBeCloseTo(p50 ?? 0, 9);
      expect(row.p95).toBeCloseTo(p95 ?? 0, 9);
    }
  });

  it(`the column of ${source} has each kind as often as the report tells`, async () => {
    const sql = "select anomaly as kind, count(*) as count from events where anomaly is not null group by 1 order by 1";
    const rows = JSON.parse(await run("query", "--format", "json", sql, ...(sources[source] ?? [])));
    const told = report.findings.filter(({ kind }) => kinds.includes(kind));
    const counts = kinds.map((kind) => ({
      kind,
      count: told.filter((each) => each.kind === kind).reduce((sum, each) => sum + each.count, 0),
    }));
    expect(rows).toEqual(counts.toSorted((left, right) => (left.kind < right.kind ? -1 : 1)));
    expect(Math.min(...counts.map(({ count }) => count))).toBeGreaterThan(0);
  });

  it(`events of ${source} whose time is right are those that the report counts`, async () => {
    const sql =
      "select event, count(*) as count from events where anomaly is null or anomaly in ('unix-time', 'impossible') group by 1 order by 1";
    const rows = JSON.parse(await run("query", "--format", "json", sql, ...(sources[source] ?? [])));
    expect(rows).toEqual(report.events.map(({ eventName, count }) => ({ event: eventName, count })));
  });
}
