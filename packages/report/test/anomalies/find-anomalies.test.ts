import { seededRandom } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { installed, reportOf, started, stopped } from "../support/report-of.js";

const seed = Number(process.env["SEED"] ?? 3);
const start = 1_795_305_600; // 2026-11-22T00:00:00Z

it("jobs are lost when no stop comes in time; the edges of the log and the order of the lines do not matter", async () => {
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
  const { findings } = await reportOf(lines, { until: start + 3 * day, now: start + day });
  const future = findings.filter(({ kind }) => kind !== "future");
  expect(future).toMatchObject([]);
  const earlier = lines.map((line) =>
    line.replace(/"timestamp":(\d+)/, (_, time: string) => `"timestamp":${Number(time) - 10 * day}`),
  );
  expect((await reportOf(earlier)).findings).toMatchObject([
    {
      kind: "lost",
      count: 1,
      of: 4,
      examples: [{ file: "metrics.log", line: 4 }],
      message: "1 runner_start event of 4 without a runner_stop within 1d: lost",
    },
    { kind: "unbegun", count: 1, of: 4, examples: [{ file: "metrics.log", line: 7 }] },
  ]);
  // A selection that hides starts would make all stops look wrong.
  expect((await reportOf(earlier, { where: ["status=normal"] })).findings).toEqual([]);
  expect((await reportOf(earlier, { where: ["repo=lost/one"] })).findings).toMatchObject([{ kind: "lost", count: 1 }]);
});

it("a field that is missing from some time on", async () => {
  const base = start - 10 * 86_400;
  const lines = Array.from({ length: 200 }, (_, index) =>
    started(base + index * 600, index < 100 && index % 20 !== 0 ? { queue_duration: 5 } : {}),
  );
  const { findings } = await reportOf([...lines, ...lines.map((_, index) => stopped(base + index * 600 + 60))], {
    bucketSeconds: 3600,
  });
  expect(findings).toMatchObject([
    {
      kind: "field-gone",
      pattern: "since",
      field: "queue_duration",
      message: expect.stringMatching(
        /^runner_start: queue_duration is gone since then: in \d(\.\d)? % of the events, usually 9\d(\.\d)? %; 10\d without it$/,
      ),
    },
  ]);
  // A field that appears is not lost.
  const better = lines
    .toReversed()
    .map((line, index) => line.replace(/"timestamp":\d+/, `"timestamp":${base + index * 600}`));
  expect((await reportOf(better, { events: ["runner_start"] })).findings).toEqual([]);
});

it("durations that some write in milliseconds, and heavy tails that are just that", async () => {
  const random = seededRandom(seed);
  const base = start - 86_400;
  const seconds = Array.from({ length: 500 }, (_, index) => installed(base + index, 40 * Math.exp(random() - 0.5)));
  const milliseconds = Array.from({ length: 20 }, (_, index) =>
    installed(base + index, 40_000 * Math.exp(random() - 0.5)),
  );
  expect((await reportOf([...seconds, ...milliseconds])).findings).toMatchObject([
    { kind: "thousandfold", field: "duration", count: 20, of: 520, examples: { length: 5 } },
  ]);
  // Pareto: each tenfold value is ten times as rare.
  const heavy = Array.from({ length: 5000 }, (_, index) => installed(base + index, 10 / (1 - random())));
  expect((await reportOf(heavy)).findings).toEqual([]);
});

it("a few events of weeks before do not take the room of all others", async () => {
  const base = start - 86_400;
  const lines = Array.from({ length: 2000 }, (_, index) => installed(base + index * 10, 1));
  const report = await reportOf([installed(base - 30 * 86_400, 1), ...lines]);
  expect(report.buckets.length).toBeGreaterThan(50);
  expect(report.findings).toMatchObject([{ kind: "early", count: 1 }]);
});
