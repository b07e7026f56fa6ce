import { Readable } from "node:stream";
import { catalogue } from "@metric-events/core";
import { streamLog } from "@metric-events/reader";
import { describe, expect, it } from "vitest";
import { type Report, reportLogs } from "../src/index.js";
import { reconciled, reportOf, started, stopped } from "./support/report-of.js";

const year = 365 * 86_400;
const now = 1_795_400_000;
const of1980 = 315_532_800;

/** Jobs of an hour, one a minute. */
function jobs(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const begin = from + index * 60;
    return [reconciled(begin, "small", 3), started(begin, { queue_duration: 5 + (index % 7) }), stopped(begin + 60)];
  }).flat();
}

/** Everything that a report says of events. */
function figures({ events, range, buckets, bucketSeconds, input }: Report): unknown {
  return { events, range, buckets, bucketSeconds, counted: input.events };
}

function withoutLines(report: Report): unknown {
  return JSON.parse(JSON.stringify(figures(report), (key, value) => (key === "line" ? undefined : value)));
}

const wrong = [started(of1980, { queue_duration: 9_000 }), stopped(of1980 + 60)];

describe("a few events that are dated years before all others are left out and told", () => {
  for (const [count, where] of [
    [20, "first"],
    [20, "in the middle"],
    [20, "last"],
    [4000, "first"],
    [4000, "last"],
  ] as const) {
    it(`in a log of ${count} jobs, where they come ${where}`, async () => {
      const whole = jobs(now - year / 10, count);
      const at = where === "first" ? 0 : where === "last" ? whole.length : whole.length / 2;
      const report = await reportOf(whole.toSpliced(at, 0, ...wrong), { now });
      expect(withoutLines(report)).toEqual(withoutLines(await reportOf(whole, { now })));
      expect(report.findings).toMatchObject([
        { kind: "far-past", count: 2, from: of1980, to: of1980 + 60, examples: [{ time: of1980, line: at + 1 }, {}] },
      ]);
    });
  }

  it("in a log of its own, which is read first", async () => {
    const logs = [wrong, jobs(now - year / 10, 3000)].map((lines, index) =>
      streamLog(Readable.from([Buffer.from(`${lines.join("\n")}\n`)]), `metrics.log.${1 - index}`),
    );
    const { findings, range } = await reportLogs(logs, { catalogue, zone: "utc", now });
    expect(findings).toMatchObject([
      { kind: "far-past", count: 2, examples: [{ file: "metrics.log.1", line: 1 }, {}] },
    ]);
    expect(range?.first).toBe(now - year / 10);
  });

  it("of several ages", async () => {
    const report = await reportOf([started(of1980), started(946_684_800), ...jobs(now - year / 10, 40)], { now });
    expect(report.findings).toMatchObject([{ kind: "far-past", count: 2 }]);
  });
});

describe("old events that are no mistake count", () => {
  it("where all are old", async () => {
    const report = await reportOf(jobs(929_000_000, 200), { now });
    expect(report.findings).toEqual([]);
    expect(report.input.events).toBe(600);
  });

  it("where many are old, and come last", async () => {
    const report = await reportOf([...jobs(now - 1e6, 2500), ...jobs(929_000_000, 500)], {
      now,
      lostAfterSeconds: 1e9,
    });
    expect(report.input.events).toBe(9000);
    expect(report.findings.map(({ kind }) => kind)).not.toContain("far-past");
  });

  it("where a log goes on for years", async () => {
    const lines = Array.from({ length: 60 }, (_, index) =>
      started(now - (60 - index) * (year / 4), { queue_duration: 1 }),
    );
    const report = await reportOf(lines, { now, events: ["runner_start"] });
    expect(report.input.events).toBe(60);
    expect(report.findings.filter(({ kind }) => kind === "far-past")).toEqual([]);
  });

  it("where so many are old that they cannot be held back", async () => {
    const report = await reportOf([...jobs(now - 1e6, 2500), ...jobs(929_000_000, 4000)], {
      now,
      lostAfterSeconds: 1e9,
    });
    expect(report.input.events).toBe(19_500);
  });
});
