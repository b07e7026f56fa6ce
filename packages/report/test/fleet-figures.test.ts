import {
  below,
  fleetLines,
  makeFleet,
  plainFigures,
  printedSeed,
  seededRandom,
  type TroubleKind,
  troubleKinds,
} from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import type { Report } from "../src/index.js";
import { reportOn } from "./support/report-of.js";

const seed = printedSeed("fleet-figures");

/** A figure of the report and the one that was computed plainly. */
type Pair = readonly [name: string, reported: number | undefined, computed: number | undefined];

describe("a made-up fleet", () => {
  it("is the same for the same seed, and a trouble changes only what it is about", () => {
    const healthy = linesOf([]);
    expect(linesOf([])).toEqual(healthy);
    const known = new Set(healthy);
    for (const kind of troubleKinds) {
      if (kind === "starvation") continue;
      const troubled = makeFleet({ seed, days: 14, troubles: [kind] });
      const [trouble] = troubled.troubles;
      expect(trouble).toMatchObject({ kind });
      const others = linesOf([kind]).filter((line) => !known.has(line));
      expect(others.length, kind).toBeLessThanOrEqual(trouble?.count ?? 0);
    }
  });
});

describe("the figures of a report", () => {
  it("are those that a plain program computes from the same lines, for each host", async () => {
    const fleet = makeFleet({ seed, days: 14 });
    const lines = [...fleetLines(fleet).values()];
    expect(lines).toHaveLength(3);
    for (const own of lines) {
      const report = await reportOn(own, { now: fleet.end, by: "flavor" });
      const pairs = comparisons(report, plainFigures(own, "flavor"));
      expect(pairs.length).toBeGreaterThan(200);
      expect(pairs.filter((pair) => !isSame(pair))).toEqual([]);
    }
  });

  it("do not depend on the order of the lines of a host", async () => {
    const fleet = makeFleet({ seed, days: 14, hosts: 1 });
    const lines = [...(fleetLines(fleet).get("runner-host-1") ?? [])];
    const random = seededRandom(seed);
    for (let index = lines.length - 1; index > 0; index--) {
      const other = below(random, index + 1);
      [lines[index], lines[other]] = [lines[other] as string, lines[index] as string];
    }
    const report = await reportOn(lines, { now: fleet.end, by: "flavor" });
    expect(comparisons(report, plainFigures(lines, "flavor")).filter((pair) => !isSame(pair))).toEqual([]);
  });
});

/** Of the first host. */
function linesOf(troubles: readonly TroubleKind[]): readonly string[] {
  return [...(fleetLines(makeFleet({ seed, days: 14, troubles })).get("runner-host-1") ?? [])];
}

function comparisons(report: Report, plain: ReturnType<typeof plainFigures>): readonly Pair[] {
  return report.events.flatMap((event): readonly Pair[] => {
    const own = plain.get(event.eventName);
    const of = (what: string): string => `${event.eventName} ${what}`;
    return [
      [of("count"), event.count, own?.count],
      [of("first"), event.first, own?.first],
      [of("last"), event.last, own?.last],
      [of("over time"), event.timeline.reduce((sum, each) => sum + each, 0), own?.count],
      ...event.measures.flatMap(({ field, present, total, groups }) => [
        [of(`${field} present`), present, (own?.present.get(field) ?? 0) / (own?.count ?? 0)] as const,
        ...[{ value: "", summary: total }, ...groups].flatMap(({ value, summary }) =>
          (["count", "min", "max", "mean", "p50", "p95", "p99"] as const).map(
            (figure): Pair => [
              of(`${field} of ${value || "all"}: ${figure}`),
              summary?.[figure],
              own?.numbers.get(field)?.get(value ?? "undefined")?.[figure],
            ],
          ),
        ),
      ]),
      ...event.gauges.flatMap(({ field, groups }) =>
        groups.flatMap((group) =>
          (["last", "min", "max"] as const).map(
            (figure): Pair => [
              of(`${field} of ${group.value}: ${figure}`),
              group[figure],
              own?.numbers.get(field)?.get(group.value ?? "undefined")?.[figure],
            ],
          ),
        ),
      ),
      ...event.dimensions
        .filter(({ field }) => !field.includes("."))
        .flatMap(({ field, values, distinct }) => [
          [of(`values of ${field}`), distinct, own?.values.get(field)?.size] as const,
          ...values.map(
            ({ value, count }): Pair => [of(`${field} ${value}`), count, own?.values.get(field)?.get(value)],
          ),
        ]),
    ];
  });
}

/** Sums of another order differ in their last digits. */
function isSame([, reported, computed]: Pair): boolean {
  if (reported === undefined || computed === undefined) return false;
  return Math.abs(reported - computed) <= 1e-9 * Math.max(1, Math.abs(computed));
}
