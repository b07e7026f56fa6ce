import { catalogue } from "@metric-events/core";
import { printedSeed, seededRandom } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { planSeries, sampleNames } from "../../src/index.js";
import { baseUnitOf, inBaseUnit } from "../../src/plan/base-unit.js";
import { chooseLimits } from "../../src/plan/choose-limits.js";
import { familyNameOf, labelNameOf, NameGiver } from "../../src/plan/series-names.js";

describe("the series of a catalogue", () => {
  const { events, reading } = planSeries(catalogue);

  it("have names of Prometheus, each once", () => {
    const families = events.flatMap(({ counter, measures, counts, breakdowns }) => [
      counter,
      ...measures.map(({ histogram }) => histogram),
      ...counts.flatMap(({ gauge, sum }) => [gauge, sum]),
      ...breakdowns.map((each) => each.counter),
    ]);
    const names = [...families, ...Object.values(reading)].flatMap(sampleNames);
    expect(names.length).toBeGreaterThan(30);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    expect(names).toContain("runner_start_queue_duration_seconds_bucket");
    expect(names).toContain("reconciliation_crashed_runners_sum_total");
  });

  it("have the host and the dimensions of few values as labels", () => {
    const stop = events.find(({ plan }) => plan.eventName === "runner_stop");
    expect(stop?.labels.map(({ name }) => name)).toEqual([
      "host",
      "flavor",
      "github_event",
      "status",
      "status_info_code",
      "job_conclusion",
    ]);
    expect(stop?.breakdowns.map(({ label }) => label.name)).toEqual(["workflow", "repo"]);
  });
});

describe("names", () => {
  it.each([
    ["größe.ü", "gr_e"],
    ["job", "event_job"],
    ["le", "event_le"],
    ["__name__", "name"],
    ["7th", "x_7th"],
    ["日本", "x"],
  ])("turn the field %s into the label %s", (path, name) => expect(labelNameOf(path)).toBe(name));

  it("say a unit once", () => {
    expect(familyNameOf(["a", "duration_seconds", "seconds"])).toBe("a_duration_seconds");
    expect(familyNameOf(["a", "size", ""])).toBe("a_size");
  });

  it("differ for things that would have the same one, whatever comes first", () => {
    const names = new NameGiver();
    expect(names.give("a_b", ["a", "b"])).toBe("a_b");
    const second = names.give("a_b", ["a_b"]);
    expect(second).toMatch(/^a_b_x[0-9a-f]{6}$/);
    expect(new NameGiver().give("a_b", ["a_b"])).toBe("a_b");
  });
});

it("units are base units", () => {
  expect(inBaseUnit(100, baseUnitOf("ms").factor)).toBe(0.1);
  expect(inBaseUnit(2, baseUnitOf("KiBy").factor)).toBe(2048);
  expect(baseUnitOf("EUR")).toEqual({ suffix: "eur", factor: 1 });
  expect(baseUnitOf("{runner}").suffix).toBe("");
});

describe("limits that are chosen", () => {
  it.each([
    [[0], [0]],
    [
      [0, 0, 5],
      [0, 0.05],
    ],
  ])("of %j begin with %j", (values, start) => expect(chooseLimits(values).slice(0, start.length)).toEqual(start));

  it("ascend, and are few", () => {
    const random = seededRandom(printedSeed("limits"));
    for (let round = 0; round < 300; round++) {
      const spread = 10 ** (random() * 12 - 3);
      const values = Array.from(
        { length: 1 + Math.floor(random() * 300) },
        () => (random() - 0.05) * spread ** random(),
      );
      const limits = chooseLimits(values);
      expect(limits.length).toBeGreaterThan(0);
      expect(limits.length).toBeLessThanOrEqual(17);
      expect(limits).toEqual(limits.toSorted((left, right) => left - right));
      expect(new Set(limits).size).toBe(limits.length);
      expect(limits.every(Number.isFinite)).toBe(true);
    }
  });
});
