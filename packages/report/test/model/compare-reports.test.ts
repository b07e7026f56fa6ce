import { describe, expect, it } from "vitest";
import { compareReports, type FigureChange } from "../../src/index.js";
import { reportOn, started, stopped } from "../support/report-of.js";

const noon = 1_795_348_800;
const many = (count: number, line: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => line(index));
const queued = (durations: readonly number[], flavor = "small"): string[] =>
  durations.map((queue_duration, index) => started(noon + index, { flavor, queue_duration }));

async function changes(now: readonly string[], before: readonly string[]): Promise<readonly FigureChange[]> {
  const [report, former] = [await reportOn(now), await reportOn(before)];
  return compareReports(report, former).comparison?.changes ?? [];
}

function find(found: readonly FigureChange[], wanted: object): FigureChange | undefined {
  return found.find(({ of }) => Object.entries(wanted).every(([key, value]) => Reflect.get(of, key) === value));
}

const stops = (bad: number): string[] =>
  many(100, (index) => stopped(noon + index, { status: index < bad ? "abnormal" : "normal" }));

describe("a comparison", () => {
  it("puts counts beside the former ones: 100 and 64 are 36 / √164 standard errors apart", async () => {
    const [count] = await changes(queued(Array(100).fill(1)), queued(Array(64).fill(1)));
    expect(count).toMatchObject({
      event: "runner_start",
      of: { kind: "count" },
      now: 100,
      before: 64,
      isNotable: true,
    });
    expect(count?.deviations).toBeCloseTo(36 / Math.sqrt(164), 12);
    const [few] = await changes(queued([1, 1, 1]), queued([1]));
    expect(few).toMatchObject({ now: 3, before: 1, deviations: undefined, isNotable: undefined });
  });

  it("tells quantiles apart by the order statistics around them", async () => {
    // 101 values from 0 to 100: half the width of the interval of the median is 1.96 · √(0.25 / 101) of the ranks, which are the values.
    const values = many(101, (index) => String(index)).map(Number);
    const found = await changes(queued(values.map((value) => value + 10)), queued(values));
    const median = find(found, { kind: "quantile", field: "queue_duration", quantile: "p50", group: undefined });
    const standardError = 100 * Math.sqrt(0.25 / 101);
    expect(median).toMatchObject({ now: 60, before: 50, isNotable: false });
    expect(median?.deviations).toBeCloseTo(10 / (standardError * Math.SQRT2), 9);
    const further = await changes(queued(values.map((value) => value + 30)), queued(values));
    expect(find(further, { field: "queue_duration", quantile: "p50", group: "small" })).toMatchObject({
      isNotable: true,
    });
  });

  it("does not judge quantiles of few values, and takes constant values for exact", async () => {
    const few = await changes(queued([1, 2, 3]), queued([7, 8, 9]));
    expect(find(few, { field: "queue_duration", quantile: "p95", group: undefined })).toMatchObject({
      isNotable: undefined,
    });
    const constant = await changes(queued(Array(50).fill(2)), queued(Array(50).fill(1)));
    expect(find(constant, { field: "queue_duration", quantile: "p50", group: undefined })).toMatchObject({
      isNotable: true,
    });
  });

  it("puts shares beside the former ones: z of 30 and 10 of 100 with the pooled share of 0.2", async () => {
    const found = await changes(stops(30), stops(10));
    const share = find(found, { kind: "share", field: "status", value: "abnormal" });
    expect(share).toMatchObject({ now: 0.3, before: 0.1, isNotable: true });
    expect(share?.deviations).toBeCloseTo(0.2 / Math.sqrt(0.2 * 0.8 * 0.02), 12);
  });

  it("shows what is only in one of the two", async () => {
    const found = await changes(queued(Array(20).fill(1), "large"), [stopped(noon)]);
    expect(find(found, { kind: "count" })).toMatchObject({ now: 20, before: 0, isNotable: true });
    expect(find(found, { field: "queue_duration", quantile: "p50", group: "large" })).toMatchObject({
      before: undefined,
    });
  });

  it("of two samples of one distribution calls few figures notable", async () => {
    let state = 42;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const sample = (): string[] => queued(many(200, () => "").map(() => -Math.log(random())));
    const verdicts: unknown[] = [];
    for (let round = 0; round < 40; round++)
      verdicts.push(...(await changes(sample(), sample())).map((each) => each.isNotable));
    const known = verdicts.filter((each) => each !== undefined);
    expect(known.length).toBeGreaterThan(200);
    expect(known.filter((each) => each === true).length).toBeLessThan(0.03 * known.length);
  });
});
