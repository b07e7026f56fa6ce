import { expect, it } from "vitest";
import type { GaugeReport } from "../../src/index.js";
import { reportOn } from "../support/report-of.js";

const day = 86_400;
const midnight = 1_793_491_200;

/** Counts of idle runners of one host, every so many seconds from one time up to another, both from midnight. */
function counted(host: string, runners: number, every: number, from: number, to: number): string[] {
  return Array.from({ length: Math.floor((to - from) / every) }, (_, index) =>
    JSON.stringify({
      timestamp: midnight + from + index * every,
      event: "reconciliation",
      host,
      flavor: "small",
      crashed_runners: 0,
      idle_runners: runners,
      duration: 1,
    }),
  );
}

async function idle(lines: readonly string[], bucketSeconds: number, by = "flavor"): Promise<GaugeReport> {
  const { events } = await reportOn(lines, { bucketSeconds, by, now: midnight + 30 * day });
  const gauge = events[0]?.gauges.find(({ field }) => field === "idle_runners");
  if (gauge === undefined) throw new Error("nothing was counted");
  return gauge;
}

it("hosts that count at different moments and intervals add up, from the first count on", async () => {
  const lines = [
    ...counted("a", 4, 600, 0, day),
    ...counted("b", 5, 300, 290, day),
    ...counted("c", 1, 3600, 3000, day),
  ];
  for (const bucketSeconds of [60, 900, 3600]) {
    const { sum, groups } = await idle(lines, bucketSeconds);
    expect(sum).toEqual({ last: 10, min: 10, max: 10 });
    expect(groups).toEqual([{ value: "small", last: 10, min: 10, max: 10 }]);
  }
  expect((await idle(lines, 900, "host")).sum).toEqual({ last: 10, min: 10, max: 10 });
});

it("a host counts for the time in which it is known, however wide the steps are", async () => {
  // The second host joins at noon of the second day, and is silent from noon of the fourth.
  const lines = [...counted("a", 10, 600, 0, 5 * day), ...counted("b", 10, 600, 1.5 * day, 3.5 * day)];
  const { timeline, sum, groups } = await idle(lines, day);
  expect(timeline.map((mean) => Math.round(mean ?? 0))).toEqual([10, 15, 20, 15, 10]);
  expect(sum).toEqual({ last: 10, min: 10, max: 20 });
  expect(groups).toEqual([{ value: "small", last: 10, min: 10, max: 20 }]);
});

it("an empty host is none: the counts are those of the log", async () => {
  const { groups } = await idle(counted("", 3, 600, 0, day), 3600, "host");
  expect(groups).toEqual([{ value: "metrics.log", last: 3, min: 3, max: 3 }]);
});

it("what was counted once is known to the end of its step", async () => {
  const { sum, groups } = await idle(counted("a", 3, 600, 0, 600), 3600);
  expect(sum).toEqual({ last: 3, min: 3, max: 3 });
  expect(groups).toEqual([{ value: "small", last: 3, min: 3, max: 3 }]);
});
