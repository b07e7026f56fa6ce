import { makeFleet, type Trouble, type TroubleKind, troubleKinds } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import type { Anomaly, AnomalyKind } from "../../src/index.js";
import { reportOnFleet } from "../support/fleet-report.js";

/** By default always the same, since no test finds a trouble of chance in every log of chance. */
const given = process.env["TEST_SEED"];
const seeds = given === undefined ? [1, 2] : [Number(given)];
const hour = 3600;

/** What a report has to say of each trouble. */
const expected: Partial<Readonly<Record<TroubleKind, AnomalyKind>>> = {
  lost: "lost",
  unbegun: "unbegun",
  "lost-burst": "loss-burst",
  thousandfold: "thousandfold",
  "thousandfold-host": "thousandfold",
  impossible: "impossible",
  epoch: "unix-time",
  "clock-ahead": "clock",
  "clock-behind": "clock",
  "clock-always-ahead": "clock",
  stray: "stray",
  "field-gone": "field-gone",
  "field-vanished": "field-gone",
  "field-flapping": "field-gone",
  "field-emptied": "field-empty",
  "value-renamed": "value-renamed",
  "day-missing": "gap",
  "host-silent": "host-silent",
  "flavor-silent": "value-silent",
  starvation: "starvation",
  "year-1970": "unset-clock",
  future: "future",
  milliseconds: "future",
};

/** What else follows from a trouble: a job that runs while the log is gone loses its stop. */
const alsoFound: Partial<Readonly<Record<TroubleKind, readonly AnomalyKind[]>>> = {
  "lost-burst": ["lost"],
  "clock-ahead": ["lost", "unbegun"],
  "clock-behind": ["lost", "unbegun"],
  "day-missing": ["lost", "unbegun"],
  "host-silent": ["lost"],
  "flavor-silent": ["lost"],
  "value-renamed": ["lost", "unbegun"],
};

describe("a healthy fleet", () => {
  for (const [name, plan] of [
    ["of three hosts", { days: 35 }],
    ["of three hosts for two weeks", { days: 14 }],
    ["of one host", { hosts: 1, days: 21 }],
    ["with few jobs", { jobsPerHour: 1 }],
    ["with many jobs", { jobsPerHour: 14, days: 14 }],
    ["of which a host writes starts when their jobs are over", { lateHosts: 1 }],
  ] as const) {
    it(`${name} has nothing that looks wrong`, async () => {
      for (const each of seeds) {
        const { findings } = await reportOnFleet(makeFleet({ seed: each, ...plan }));
        expect(findings, `seed ${each}`).toEqual([]);
      }
    });
  }
});

describe("a trouble is found, and nothing that has nothing to do with it", () => {
  for (const kind of troubleKinds.filter((each) => expected[each] !== undefined)) {
    it(kind, async () => {
      for (const each of seeds) {
        const jobsPerHour = kind === "lost-burst" ? 12 : 5;
        const fleet = makeFleet({ seed: each, days: 21, jobsPerHour, troubles: [kind] });
        const [trouble] = fleet.troubles as readonly [Trouble];
        const isLate = kind === "clock-always-ahead";
        const { findings } = await reportOnFleet(fleet, isLate ? { now: fleet.end + 30 * 24 * hour } : {});
        const kinds = findings.map((finding) => finding.kind);
        const others = kinds.filter((found) => found !== expected[kind] && !alsoFound[kind]?.includes(found));
        expect(others, `seed ${each}: ${JSON.stringify(findings)}`).toEqual([]);
        const found = findings.filter((finding) => finding.kind === expected[kind]);
        expect(found, `seed ${each}`).toHaveLength(1);
        compare(found[0] as Anomaly, trouble);
      }
    });
  }
});

it("findings do not depend on the order of the files", async () => {
  const fleet = makeFleet({
    seed: seeds[0] ?? 1,
    days: 21,
    troubles: ["field-gone", "day-missing", "thousandfold", "clock-ahead"],
  });
  const forwards = await reportOnFleet(fleet);
  const records = new Map([...fleet.records].toReversed());
  const backwards = await reportOnFleet({ ...fleet, records });
  expect(forwards.findings.length).toBeGreaterThan(3);
  expect(backwards.findings).toEqual(forwards.findings);
});

/** When and where a trouble was, and of how many events it is. */
function compare(found: Anomaly, { kind, hosts, from, to, count, field }: Trouble): void {
  if (found.kind === "lost" || found.kind === "unbegun") {
    expect(found.count).toBe(count);
    for (const { host, values } of found.examples) {
      expect(hosts).toContain(host);
      expect(values?.map((value) => value.field)).toEqual(["flavor", "workflow", "repo", "github_event"]);
    }
    return;
  }
  if (found.kind === "loss-burst") expect(Math.abs(found.count - count)).toBeLessThanOrEqual(1);
  // Nothing comes after the last line.
  expect(found.examples.length > 0 || kind === "host-silent" || kind === "flavor-silent").toBe(true);
  for (const { time, values } of found.examples) {
    expect(time).toBeGreaterThan(0);
    expect(values?.map((value) => value.field)).toContain("flavor");
  }
  if (field !== undefined && "field" in found) expect(found.field).toBe(field);
  const isUndated = kind === "year-1970" || kind === "future" || kind === "milliseconds";
  expect(found.hosts).toEqual(hosts.toSorted());
  if (!isUndated && kind !== "clock-always-ahead") {
    // A clock that is wrong says when it was wrong by its own time.
    const slack = kind.startsWith("clock") ? 4 * hour : kind === "value-renamed" ? 12 * hour : 3 * hour;
    // Values may be above the others by chance.
    if (kind !== "thousandfold") expect(Math.abs((found.from ?? 0) - from), "from").toBeLessThan(slack);
    if (kind !== "value-renamed" && kind !== "starvation" && kind !== "thousandfold")
      expect(Math.abs((found.to ?? 0) - to), "to").toBeLessThan(slack);
  }
  const counted: readonly TroubleKind[] = [
    "lost",
    "unbegun",
    "impossible",
    "epoch",
    "stray",
    "year-1970",
    "future",
    "milliseconds",
  ];
  if (counted.includes(kind)) expect(found.count).toBe(count);
  // Some events have no value anyway.
  if (kind === "field-gone" || kind === "field-vanished")
    expect(Math.abs(found.count - count)).toBeLessThan(0.15 * count + 3);
  if (kind.startsWith("thousandfold")) expect(Math.abs(found.count - count)).toBeLessThan(0.3 * count + 2);
}
