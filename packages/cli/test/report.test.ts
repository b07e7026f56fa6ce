import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { notes, type Report } from "@metric-events/report";
import { below, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { expect, test } from "vitest";
import { fleetLog } from "./support/fleet-log.js";
import { runCommand } from "./support/memory-context.js";

const seed = Number(process.env["SEED"] ?? 3);
const start = 1_795_305_600; // 2026-11-22T00:00:00Z
const schemas = fileURLToPath(new URL("fixtures/runner-schemas", import.meta.url));

async function reportOf(lines: readonly string[], ...args: readonly string[]): Promise<Report> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${lines.join("\n")}\n`);
  const { stdout, stderr } = await runCommand(["report", "--utc", "--format", "json", ...args, "metrics.log"], { cwd });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

const installed = (timestamp: number, duration: number, flavor = "small"): string =>
  JSON.stringify({ timestamp, event: "runner_installed", flavor, duration });
const job = { flavor: "small", workflow: "CI", repo: "acme/widgets", github_event: "push" };
const started = (timestamp: number, more: object = {}): string =>
  JSON.stringify({ timestamp, event: "runner_start", ...job, idle: 1, ...more });
const stopped = (timestamp: number, more: object = {}): string =>
  JSON.stringify({ timestamp, event: "runner_stop", ...job, status: "normal", job_duration: 60, ...more });
const reconciled = (timestamp: number, flavor: string, idle: number): string =>
  JSON.stringify({ timestamp, event: "reconciliation", flavor, crashed_runners: 0, idle_runners: idle, duration: 1 });

/** R-7 as its definition has it. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(position)] as number, sorted[Math.ceil(position)] as number];
  return low + (high - low) * (position - Math.floor(position));
}

test(`percentiles are those of the definition, by group and over time (seed ${seed})`, async () => {
  const random = seededRandom(seed);
  for (let round = 0; round < 20; round++) {
    const events = Array.from({ length: 1 + below(random, 300) }, () => ({
      timestamp: start + below(random, 5 * 3600),
      // Many equal values, and zeros.
      duration: below(random, 2) === 0 ? below(random, 5) : Math.round(random() * 1e6) / 1000,
      flavor: ["a", "b", "c"][below(random, 3)] as string,
    }));
    const lines = events.map(({ timestamp, duration, flavor }) => installed(timestamp, duration, flavor));
    const report = await reportOf(lines, "--bucket", "1h");
    const [measure] = report.events[0]?.measures ?? [];
    const expectSame = (
      actual: { p50: number; p95: number; p99: number; max: number; count: number } | null | undefined,
      values: readonly number[],
    ) => {
      expect(actual?.count ?? 0, `round ${round}`).toBe(values.length);
      if (values.length === 0) return;
      for (const [share, found] of [
        [0.5, actual?.p50],
        [0.95, actual?.p95],
        [0.99, actual?.p99],
        [1, actual?.max],
      ] as const)
        expect(found, `round ${round}, ${share}`).toBeCloseTo(quantile(values, share), 9);
    };
    expectSame(
      measure?.total,
      events.map(({ duration }) => duration),
    );
    for (const flavor of ["a", "b", "c"]) {
      const group = measure?.groups.find(({ value }) => value === flavor)?.summary;
      expectSame(
        group,
        events.filter((event) => event.flavor === flavor).map(({ duration }) => duration),
      );
    }
    report.buckets.forEach((from, index) => {
      const inBucket = events.filter(({ timestamp }) => timestamp >= from && timestamp < from + 3600);
      expectSame(
        measure?.timeline[index],
        inBucket.map(({ duration }) => duration),
      );
      expect(report.events[0]?.timeline[index]).toBe(inBucket.length);
    });
    for (const { limit, share } of measure?.below ?? []) {
      expect(share).toBeCloseTo(events.filter(({ duration }) => duration < limit).length / events.length, 9);
    }
  }
});

test(`frequent values are counted right over time, however many others there are (seed ${seed})`, async () => {
  const random = seededRandom(seed);
  const lines = Array.from({ length: 20_000 }, (_, index) => {
    const repo = below(random, 10) === 0 ? "acme/often" : `acme/${below(random, 2000)}`;
    return started(start + index * 8, { repo });
  });
  const report = await reportOf(lines);
  const repositories = report.events[0]?.dimensions.find(({ field }) => field === "repo");
  const [often] = repositories?.values ?? [];
  expect(often?.value).toBe("acme/often");
  expect(often?.timeline.reduce((sum, count) => sum + count, 0)).toBe(often?.count);
});

test("with more than a million values, percentiles are those of a sketch, within the error that is stated", async () => {
  const random = seededRandom(seed);
  const values = Array.from({ length: 1_000_100 }, () => Math.round(Math.exp(4 * random()) * 1e6) / 1e6);
  const cwd = temporaryFolder();
  const parts: string[] = [];
  for (let from = 0; from < values.length; from += 100_000) {
    parts.push(
      values
        .slice(from, from + 100_000)
        .map((value, index) => installed(start + (from + index) / 20, value))
        .join("\n"),
    );
  }
  writeFileSync(join(cwd, "metrics.log"), `${parts.join("\n")}\n`);
  const { stdout } = await runCommand(["report", "--utc", "--format", "json", "metrics.log"], { cwd });
  const report: Report = JSON.parse(stdout);
  const [measure] = report.events[0]?.measures ?? [];
  expect(measure?.isExact).toBe(false);
  const { total } = measure ?? {};
  for (const [share, found] of [
    [0.5, total?.p50],
    [0.95, total?.p95],
    [0.99, total?.p99],
  ] as const) {
    const exact = quantile(values, share);
    expect(Math.abs((found ?? 0) - exact) / exact).toBeLessThanOrEqual(report.quantiles.sketchError * 1.001);
  }
  expect(total?.count).toBe(values.length);
  expect(notes(report)).toContain(
    "percentiles of measures with over 1,000,000 values are those of a sketch, within 0.5 %",
  );
});

test("several threads report what one reports", async () => {
  const cwd = temporaryFolder();
  const lines = [...fleetLog({ seed, events: 20_000, jobEvery: 60 })];
  writeFileSync(join(cwd, "metrics.log"), `${lines.join("\n")}\nx\n`);
  for (const format of ["json", "html"]) {
    const args = ["report", "--utc", "--format", format, "--schemas", schemas, "metrics.log"];
    const one = await runCommand(args, { cwd });
    const several = await runCommand(args, { cwd, threads: { count: 2, startAtBytes: 0 } });
    expect(one.stdout.length).toBeGreaterThan(10_000);
    expect(several.stdout === one.stdout).toBe(true);
  }
});

test("in steps that are wider than its interval, a gauge is its mean over time, and its last value at the end", async () => {
  const lines = [2, 4, 9].flatMap((idle, index) => [
    reconciled(start + index * 1200, "small", idle),
    reconciled(start + index * 1200, "large", 10 * idle),
  ]);
  const report = await reportOf([...lines, reconciled(start + 3700, "small", 1)], "--bucket", "1h");
  const idle = report.events[0]?.gauges.find(({ field }) => field === "idle_runners");
  // In the second hour, what large said last still holds.
  expect(idle?.timeline).toEqual([55, 91]);
  expect(idle?.sum).toEqual({ last: 91, min: 91, max: 99 });
});

test("a gauge that is written every 30 minutes has no holes in narrower buckets, and a gap where nobody wrote", async () => {
  const times = Array.from({ length: 12 }, (_, index) => start + index * 1800).filter(
    (_, index) => index < 4 || index > 8,
  );
  const lines = times.flatMap((time, index) => [reconciled(time, "a", 2), reconciled(time + 1, "b", index)]);
  const report = await reportOf(lines, "--bucket", "10m");
  const idle = report.events[0]?.gauges.find(({ field }) => field === "idle_runners");
  const series = idle?.timeline ?? [];
  expect(series.slice(0, 12)).toEqual([2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5]);
  expect(series).not.toContain(0);
  expect(series.slice(23, 26)).toEqual([null, null, null]);
  expect(series.at(-1)).toBe(8);
});

test("jobs are lost when no stop comes in time; the edges of the log and the order of the lines do not matter", async () => {
  const day = 86_400;
  const lines = [
    // It began before the log did.
    stopped(start + 10),
    stopped(start + 30),
    // Written in the wrong order.
    started(start + 20),
    started(start + 100, { repo: "lost/one" }),
    started(start + 2 * day, { repo: "lost/one" }),
    stopped(start + 2 * day + 5, { repo: "lost/one" }),
    stopped(start + 2 * day + 6, { repo: "never/started" }),
    // Still running when the log ends.
    started(start + 2 * day + 7),
  ];
  const { findings } = await reportOf(lines, "--until", String(start + 3 * day));
  const future = findings.filter(({ code }) => code !== "future");
  expect(future).toMatchObject([]);
  const earlier = lines.map((line) =>
    line.replace(/"timestamp":(\d+)/, (_, time: string) => `"timestamp":${Number(time) - 10 * day}`),
  );
  expect((await reportOf(earlier)).findings).toMatchObject([
    {
      code: "lost",
      count: 1,
      of: 4,
      examples: [{ file: "metrics.log", line: 4 }],
      message: "1 runner_start event of 4 without a runner_stop within 1d: lost",
    },
    { code: "unbegun", count: 1, of: 4, examples: [{ file: "metrics.log", line: 7 }] },
  ]);
  // A selection that hides starts would make all stops look wrong.
  expect((await reportOf(earlier, "--where", "status=normal")).findings).toEqual([]);
  expect((await reportOf(earlier, "--where", "repo=lost/one")).findings).toMatchObject([{ code: "lost", count: 1 }]);
});

test("a field that is missing from some time on", async () => {
  const base = start - 10 * 86_400;
  const lines = Array.from({ length: 200 }, (_, index) =>
    started(base + index * 600, index < 100 && index % 20 !== 0 ? { queue_duration: 5 } : {}),
  );
  const { findings } = await reportOf(
    [...lines, ...lines.map((_, index) => stopped(base + index * 600 + 60))],
    "--bucket",
    "1h",
  );
  expect(findings).toMatchObject([
    {
      code: "vanished",
      field: "queue_duration",
      after: 0,
      message: expect.stringMatching(
        /^runner_start: queue_duration present in 9\d(\.\d)? % until 2026-11-1\d \d\d:00, 0 % since$/,
      ),
    },
  ]);
  // One that comes is no loss.
  const better = lines
    .toReversed()
    .map((line, index) => line.replace(/"timestamp":\d+/, `"timestamp":${base + index * 600}`));
  expect((await reportOf(better, "--event", "runner_start")).findings).toEqual([]);
});

test("durations that some write in milliseconds, and heavy tails that are just that", async () => {
  const random = seededRandom(seed);
  const base = start - 86_400;
  const seconds = Array.from({ length: 500 }, (_, index) => installed(base + index, 40 * Math.exp(random() - 0.5)));
  const milliseconds = Array.from({ length: 20 }, (_, index) =>
    installed(base + index, 40_000 * Math.exp(random() - 0.5)),
  );
  expect((await reportOf([...seconds, ...milliseconds])).findings).toMatchObject([
    { code: "thousandfold", field: "duration", count: 20, of: 520, examples: { length: 5 } },
  ]);
  // Pareto: each tenfold value is ten times as rare.
  const heavy = Array.from({ length: 5000 }, (_, index) => installed(base + index, 10 / (1 - random())));
  expect((await reportOf(heavy)).findings).toEqual([]);
});

test("a few events of another age do not take the room of all others", async () => {
  const base = start - 86_400;
  const lines = Array.from({ length: 2000 }, (_, index) => installed(base + index * 10, 1));
  const report = await reportOf([installed(1, 1), ...lines]);
  expect(report.buckets.length).toBeGreaterThan(50);
  expect(report.findings).toMatchObject([{ code: "far-past", count: 1 }]);
});

test("a dimension of very many values is counted in bounded memory", async () => {
  const base = start - 86_400;
  const lines = Array.from({ length: 12_000 }, (_, index) => installed(base + index, 1, `flavor ${index}`));
  const report = await reportOf(lines);
  const [dimension] = report.events[0]?.dimensions ?? [];
  expect(dimension).toMatchObject({ count: 12_000, distinct: 10_000, isBounded: true, rest: { count: 11_950 } });
  expect(report.events[0]?.measures[0]?.groups.map(({ value }) => value)).toContain("(other values)");
  expect(report.events[0]?.measures[0]?.groups.reduce((sum, { summary }) => sum + summary.count, 0)).toBe(12_000);
});
