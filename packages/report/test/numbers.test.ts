import { below, seededRandom } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { notes } from "../src/index.js";
import { installed, reconciled, reportOf, started } from "./support/report-of.js";

const seed = Number(process.env["SEED"] ?? 3);
const start = 1_795_305_600; // 2026-11-22T00:00:00Z

/** R-7 as its definition has it. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(position)] as number, sorted[Math.ceil(position)] as number];
  return low + (high - low) * (position - Math.floor(position));
}

it(`percentiles are those of the definition, by group and over time (seed ${seed})`, async () => {
  const random = seededRandom(seed);
  for (let round = 0; round < 20; round++) {
    const events = Array.from({ length: 1 + below(random, 300) }, () => ({
      timestamp: start + below(random, 5 * 3600),
      // Many equal values, and zeros.
      duration: below(random, 2) === 0 ? below(random, 5) : Math.round(random() * 1e6) / 1000,
      flavor: ["a", "b", "c"][below(random, 3)] as string,
    }));
    const lines = events.map(({ timestamp, duration, flavor }) => installed(timestamp, duration, flavor));
    const report = await reportOf(lines, { bucketSeconds: 3600 });
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

it(`frequent values are counted right over time, however many others there are (seed ${seed})`, async () => {
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

it("with more than a million values, percentiles are those of a sketch, within the error that is stated", async () => {
  const random = seededRandom(seed);
  const values = Array.from({ length: 1_000_100 }, () => Math.round(Math.exp(4 * random()) * 1e6) / 1e6);
  const report = await reportOf(values.map((value, index) => installed(start + index / 20, value)));
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

it("in steps that are wider than its interval, a gauge is its mean over time, and its last value at the end", async () => {
  const lines = [2, 4, 9].flatMap((idle, index) => [
    reconciled(start + index * 1200, "small", idle),
    reconciled(start + index * 1200, "large", 10 * idle),
  ]);
  const report = await reportOf([...lines, reconciled(start + 3700, "small", 1)], { bucketSeconds: 3600 });
  const idle = report.events[0]?.gauges.find(({ field }) => field === "idle_runners");
  // In the second hour, what large said last still holds.
  expect(idle?.timeline).toEqual([55, 91]);
  expect(idle?.sum).toEqual({ last: 91, min: 91, max: 99 });
});

it("a gauge that is written every 30 minutes has no holes in narrower buckets, and a gap where nobody wrote", async () => {
  const times = Array.from({ length: 12 }, (_, index) => start + index * 1800).filter(
    (_, index) => index < 4 || index > 8,
  );
  const lines = times.flatMap((time, index) => [reconciled(time, "a", 2), reconciled(time + 1, "b", index)]);
  const report = await reportOf(lines, { bucketSeconds: 600 });
  const idle = report.events[0]?.gauges.find(({ field }) => field === "idle_runners");
  const series = idle?.timeline ?? [];
  expect(series.slice(0, 12)).toEqual([2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5]);
  expect(series).not.toContain(0);
  expect(series.slice(23, 26)).toEqual([null, null, null]);
  expect(series.at(-1)).toBe(8);
});

it("a dimension of very many values is counted in bounded memory", async () => {
  const base = start - 86_400;
  const lines = Array.from({ length: 12_000 }, (_, index) => installed(base + index, 1, `flavor ${index}`));
  const report = await reportOf(lines);
  const [dimension] = report.events[0]?.dimensions ?? [];
  expect(dimension).toMatchObject({ count: 12_000, distinct: 10_000, isBounded: true, rest: { count: 11_950 } });
  expect(report.events[0]?.measures[0]?.groups.map(({ value }) => value)).toContain("(other values)");
  expect(report.events[0]?.measures[0]?.groups.reduce((sum, { summary }) => sum + summary.count, 0)).toBe(12_000);
});
