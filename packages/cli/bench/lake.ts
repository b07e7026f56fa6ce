// How fast are months of a fleet? Logs of 90 days are appended to a lake, which is compacted; then queries are measured in one process, as
// a program or a shell runs them, and report as a command. LAKE_EVENTS=100000000 takes about an hour and 2 GB of disk.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { catalogue } from "@metric-events/core";
import { Lake } from "@metric-events/lake";
import { openLogDatabase } from "@metric-events/query";
import { fleetLog } from "@metric-events/test-support";

const events = Number(process.env["LAKE_EVENTS"] ?? 2_000_000);
const rounds = Number(process.env["LAKE_ROUNDS"] ?? 5);
const days = 90;
const day = 86_400;
const start = 1_788_220_800;
/** Lines of each log, which is gone after it was appended. */
const linesPerLog = 1_000_000;
const command = resolve(dirname(fileURLToPath(import.meta.url)), "../dist/main.js");
const folder = mkdtempSync(join(tmpdir(), "metric-events-bench-"));
const lake = join(folder, "lake");
const log = join(folder, "metrics.log");

const percentiles =
  "select date_trunc('hour', ts) as hour, count(*), quantile_cont(queue_duration, [0.5, 0.95, 0.99]) from runner_start";
const since = (count: number): string =>
  `ts >= make_timestamp(${(start + (days - count) * day) * 1e6}::bigint) and ts < make_timestamp(${(start + days * day) * 1e6}::bigint)`;
const queries: Readonly<Record<string, string>> = {
  "a day, percentiles by hour": `${percentiles} where ${since(1)} group by 1 order by 1`,
  "seven days, percentiles by hour": `${percentiles} where ${since(7)} group by 1 order by 1`,
  "90 days, exact quantiles by flavor and day":
    "select flavor, date_trunc('day', ts) as day, quantile_cont(queue_duration, [0.5, 0.95, 0.99]) from runner_start group by 1, 2 order by 1, 2",
};

try {
  const [appendSeconds, logBytes] = appendAll();
  const before = sizeOf(lake);
  const compactSeconds = timed(() => run("compact", lake));
  const after = sizeOf(lake);
  const shown = events.toLocaleString("en-US");
  console.log(`Node ${process.version}, ${shown} events of ${days} days, ${megabytes(logBytes)} of logs\n`);
  console.log(
    `append   ${seconds(appendSeconds)}, ${Math.round(events / appendSeconds).toLocaleString("en-US")} events/s`,
  );
  console.log(`compact  ${seconds(compactSeconds)}, ${before.files} files into ${after.files}`);
  console.log(`size     ${megabytes(after.bytes)}, ${(after.bytes / events).toFixed(1)} B an event\n`);
  await measureQueries();
  for (const count of [1, 7, 30, days]) {
    const from = String(start + (days - count) * day);
    const time = timed(() => run("report", "--utc", "--since", from, lake));
    console.log(`report of ${count} days, as a command: ${seconds(time)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Makes up logs one after the other, and appends each. Only the appending counts. */
function appendAll(): readonly [seconds: number, bytes: number] {
  // A job has about 2.3 events.
  const lines = fleetLog({ seed: 1, events, start, jobEvery: (days * day * 2.3) / events });
  let [total, bytes] = [0, 0];
  for (let isDone = false; !isDone; ) {
    const output = openSync(log, "w");
    let text = "";
    for (let count = 0; count < linesPerLog; count++) {
      const next = lines.next();
      isDone = next.done === true;
      if (isDone) break;
      text += `${next.value}\n`;
      if (text.length < 1 << 20) continue;
      bytes += writeSync(output, text);
      text = "";
    }
    bytes += writeSync(output, text);
    closeSync(output);
    total += timed(() => run("export", "--parquet", lake, "--append", log));
  }
  return [total, bytes];
}

async function measureQueries(): Promise<void> {
  const database = await openLogDatabase({ tables: Lake.open(lake).tables }, { catalogue });
  try {
    for (const [name, sql] of Object.entries(queries)) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const began = performance.now();
        for await (const row of (await database.rows(sql)).values) void row;
        times.push(performance.now() - began);
      }
      const [median = 0] = times.toSorted((left, right) => left - right).slice(Math.floor(rounds / 2));
      console.log(`${name}: ${Math.round(median)} ms, the first ${Math.round(times[0] ?? 0)} ms`);
    }
  } finally {
    await database.close();
  }
}

function run(...args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`metric-events ${args.join(" ")}: ${stderr}`);
}

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}

function sizeOf(root: string): { readonly files: number; readonly bytes: number } {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".parquet"));
  return { files: files.length, bytes: files.reduce((sum, name) => sum + statSync(join(root, name)).size, 0) };
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function megabytes(value: number): string {
  return `${Math.round(value / 1e6).toLocaleString("en-US")} MB`;
}
