import { catalogue } from "@metric-events/core";
import { below, fleetLines, makeFleet, printedSeed, seededRandom } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { type CostGroups, type CostReport, type PriceSettings, resolvePrices } from "../../src/index.js";
import { reportOnFleet } from "../support/fleet-report.js";
import { reportOf, started, stopped } from "../support/report-of.js";

const seed = printedSeed("cost");
const hour = 3600;
const begin = Date.UTC(2026, 10, 23) / 1000;

function pricesFor(settings: Partial<PriceSettings>) {
  const resolved = resolvePrices({ currency: "EUR", by: "flavor", perHour: { small: 2 }, ...settings }, catalogue);
  if ("mistakes" in resolved) throw new Error(JSON.stringify(resolved.mistakes));
  return resolved.prices;
}

async function costOf(lines: readonly string[], settings: Partial<PriceSettings> = {}): Promise<CostReport> {
  const { cost } = await reportOf(lines, { prices: pricesFor(settings), now: begin + 30 * 24 * hour });
  if (cost === undefined) throw new Error("expected a cost");
  return cost;
}

function groupsBy({ breakdowns }: CostReport, field: string): CostGroups["groups"] {
  return breakdowns.find((each) => each.field === field)?.groups ?? [];
}

interface Plain {
  events: number;
  seconds: number;
  cost: number;
}

/** What a plain program adds up: in the order of the lines, one field after the other. */
function plainCost(events: readonly Record<string, unknown>[], field: string, perHour: ReadonlyMap<unknown, number>) {
  const sums = new Map<unknown, Plain>();
  for (const event of events) {
    const sum = sums.get(event[field]) ?? { events: 0, seconds: 0, cost: 0 };
    const seconds = event["job_duration"] as number;
    sum.events += 1;
    sum.seconds += seconds;
    sum.cost += (seconds * (perHour.get(event["flavor"]) ?? 0)) / hour;
    sums.set(event[field], sum);
  }
  return sums;
}

describe("the cost in a report", () => {
  it("is what a plain program computes, by each dimension and by host", async () => {
    const random = seededRandom(seed);
    const fleet = makeFleet({ seed, days: 14 });
    const stops = [...fleetLines(fleet)].flatMap(([host, lines]) =>
      lines.flatMap((line) => {
        const event = JSON.parse(line) as Record<string, unknown>;
        return event["event"] === "runner_stop" && event["job_duration"] !== undefined ? [{ ...event, host }] : [];
      }),
    );
    const [unpriced, ...flavors] = [...new Set(stops.map((event) => (event as Record<string, unknown>)["flavor"]))];
    expect(flavors.length).toBeGreaterThan(0);
    const perHour = new Map(flavors.map((flavor) => [flavor, below(random, 1000) / 1000]));
    const prices = pricesFor({ perHour: Object.fromEntries(perHour) as Record<string, number> });
    const { cost } = await reportOnFleet(fleet, { prices });
    if (cost === undefined) throw new Error("expected a cost");
    expect(cost.unpriced.groups.map(({ value }) => value)).toEqual([unpriced]);
    expect(cost.events).toBe(stops.length);
    for (const field of ["flavor", "repo", "workflow", "status", "host"]) {
      const plain = plainCost(stops, field, perHour);
      const groups = groupsBy(cost, field);
      expect(groups.length, field).toBe(plain.size);
      for (const { value, events, seconds, cost: own = 0 } of groups) {
        expect(events, `${field}=${value}`).toBe(plain.get(value)?.events);
        expect(seconds, `${field}=${value}`).toBeCloseTo(plain.get(value)?.seconds ?? Number.NaN, 3);
        expect(own, `${field}=${value}`).toBeCloseTo(plain.get(value)?.cost ?? Number.NaN, 6);
      }
      expect(groups.reduce((sum, group) => sum + (group.cost ?? 0), 0)).toBeCloseTo(cost.cost ?? Number.NaN, 6);
    }
  });

  it("is the same to the last digit for any order of lines", async () => {
    const random = seededRandom(seed);
    const lines = Array.from({ length: 500 }, (_, index) =>
      stopped(begin + index, { job_duration: random() * 10 ** below(random, 5), repo: `acme/${below(random, 5)}` }),
    );
    expect(await costOf(lines.toReversed())).toEqual(await costOf(lines));
  });

  it("keeps what has no price or looks wrong out of the cost, and counts it", async () => {
    const cost = await costOf(
      [
        stopped(begin, { job_duration: hour }),
        stopped(begin + 1, { job_duration: 2 * hour, flavor: "large" }),
        stopped(begin + 3, { job_duration: begin }), // a Unix time
        stopped(begin + 90 * 24 * hour, { job_duration: hour }), // in the future
      ],
      { perHour: { small: 2, medium: 3 } },
    );
    expect(cost).toMatchObject({ events: 2, unpricedEvents: 1, seconds: 3 * hour, unpricedSeconds: 2 * hour, cost: 2 });
    expect(cost).toMatchObject({ withoutDuration: 0, leftOut: 2, unusedPrices: ["medium"] });
    expect(cost.unpriced.groups).toMatchObject([{ value: "large", events: 1, cost: null }]);
    expect(groupsBy(cost, "flavor").map(({ value, cost: own }) => [value, own])).toEqual([
      ["small", 2],
      ["large", null],
    ]);
  });

  it("counts events that do not say how long they took", async () => {
    const lines = [started(begin, { queue_duration: 1800 }), started(begin + 1)];
    const cost = await costOf(lines, { event: "runner_start", field: "queue_duration" });
    expect(cost).toMatchObject({ events: 1, withoutDuration: 1, leftOut: 0, seconds: 1800, cost: 1 });
  });

  it("lists fifty values, and the others together", async () => {
    const lines = Array.from({ length: 60 }, (_, index) =>
      stopped(begin + index, { job_duration: (index + 1) * hour, repo: `acme/${index}` }),
    );
    const cost = await costOf(lines);
    const repos = cost.breakdowns.find(({ field }) => field === "repo");
    expect(repos?.groups).toHaveLength(50);
    expect(repos?.groups[0]).toMatchObject({ value: "acme/59", cost: 120 });
    expect(repos?.rest).toMatchObject({ values: 10, isBounded: false, events: 10, seconds: 55 * hour, cost: 110 });
  });

  it("is not there without prices", async () => {
    expect((await reportOf([stopped(begin)])).cost).toBeNull();
  });

  it("is of the event that ends another, unless the prices name one", () => {
    expect(pricesFor({})).toMatchObject({ plan: { eventName: "runner_stop" }, field: { path: "job_duration" } });
    expect(pricesFor({ event: "runner_installed" })).toMatchObject({ field: { path: "duration" } });
    const starts = resolvePrices({ currency: "EUR", event: "runner_start", by: "host", perHour: { a: 1 } }, catalogue);
    expect(starts).toEqual({
      mistakes: [
        {
          path: [],
          at: "value",
          message:
            '"field" is missing: runner_start has several measures of time; expected one of idle, queue_duration',
        },
      ],
    });
  });
});
