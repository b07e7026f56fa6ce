import { catalogue } from "@metric-events/core";
import { describe, expect, it } from "vitest";
import { type ObjectiveSettings, type Report, resolveObjectives } from "../../src/index.js";
import { objectivesConfigRule } from "../../src/objectives/objective-config.js";
import { reportOf, started, stopped } from "../support/report-of.js";

const hour = 3600;
const day = 24 * hour;
/** A Monday, 00:00 UTC. */
const monday = Date.UTC(2026, 10, 23) / 1000;

const queue: ObjectiveSettings = {
  event: "runner_start",
  field: "queue_duration",
  below: 60,
  share: 0.95,
  by: "flavor",
  window: "7d",
};

function reportWith(settings: ObjectiveSettings, lines: readonly string[]): Promise<Report> {
  const { objectives, mistakes } = resolveObjectives({ goal: settings }, catalogue);
  expect(mistakes).toEqual([]);
  return reportOf(lines, { objectives, now: monday + 30 * day });
}

const start = (at: number, queued: number, flavor = "small"): string => started(at, { flavor, queue_duration: queued });

describe("an objective", () => {
  it("counts what is good in the window that ends at the quarter of an hour after the last event", async () => {
    // The window is from Monday 10:15 to Monday 10:15, a week later.
    const last = monday + 7 * day + 10 * hour + 1;
    const lines = [
      start(monday + 10 * hour + 899, 100), // one second too early
      ...Array.from({ length: 90 }, (_, index) => start(monday + 10 * hour + 900 + index, 59.9)),
      ...Array.from({ length: 8 }, (_, index) => start(monday + 3 * day + index, 60)), // as long as the limit: bad
      start(last - 1800, 1),
      start(last, 61, "large"),
    ];
    const [goal] = (await reportWith(queue, lines)).objectives;
    expect(goal).toMatchObject({
      from: monday + 10 * hour + 900,
      to: monday + 7 * day + 10 * hour + 900,
      good: "queue_duration < 1m",
      count: 100,
      bad: 9,
      goodShare: 0.91,
      isMet: false,
      begins: null,
    });
    // 5 of 100 may be bad, and 9 were: 4 / 5 more than there is.
    expect(goal?.budgetLeft).toBeCloseTo(-0.8, 12);
    expect(goal?.groups.map(({ values, count, bad, isMet }) => ({ values, count, bad, isMet }))).toEqual([
      { values: ["small"], count: 99, bad: 8, isMet: false },
      { values: ["large"], count: 1, bad: 1, isMet: false },
    ]);
  });

  it("takes conditions on the host, and is judged by host", async () => {
    const queued = { "web-1": 1, "web-2": 100, "db-1": 100 };
    const lines = Object.entries(queued).map(([host, each]) => started(monday, { host, queue_duration: each }));
    const [goal] = (await reportWith({ ...queue, where: "host~web", by: "host" }, lines)).objectives;
    expect(goal).toMatchObject({ count: 2, bad: 1 });
    expect(goal?.groups.map(({ values, bad }) => [values, bad])).toEqual([
      [["web-1"], 0],
      [["web-2"], 1],
    ]);
    const good: ObjectiveSettings = { event: "runner_start", good: "host!~db", share: 0.95 };
    expect((await reportWith(good, lines)).objectives).toMatchObject([{ count: 3, bad: 1 }]);
  });

  it("burns its budget at speed 1 when the bad share is what the objective allows", async () => {
    const last = monday + 10 * day;
    const lines = [
      // Three days to one hour ago: 5 of 100 are bad.
      ...Array.from({ length: 100 }, (_, index) => start(last - 2 * day + index, index < 5 ? 100 : 1)),
      // The last hour: 1 of 4.
      ...[100, 1, 1, 1].map((queued, index) => start(last - index, queued)),
    ];
    const [goal] = (await reportWith(queue, lines)).objectives;
    const [one, six, three] = goal?.burnRates ?? [];
    expect(one?.seconds).toBe(hour);
    expect(one?.rate).toBeCloseTo(0.25 / 0.05, 12);
    expect(six?.rate).toBeCloseTo(0.25 / 0.05, 12);
    expect(three?.rate).toBeCloseTo(6 / 104 / 0.05, 12);
  });

  it("is judged for each calendar week, too", async () => {
    const lines = [
      start(monday - 1, 100),
      start(monday, 1),
      start(monday + 7 * day - 1, 1),
      start(monday + 7 * day, 100),
    ];
    const [goal] = (await reportWith(queue, lines)).objectives;
    expect(goal?.weeks).toEqual([
      { start: monday - 7 * day, count: 1, bad: 1, goodShare: 0, isMet: false },
      { start: monday, count: 2, bad: 0, goodShare: 1, isMet: true },
      { start: monday + 7 * day, count: 1, bad: 1, goodShare: 0, isMet: false },
    ]);
  });

  it("is met when the share is exactly reached, though doubles say otherwise", async () => {
    const lines = Array.from({ length: 10 }, (_, index) => start(monday + index, index < 3 ? 100 : 1));
    const [goal] = (await reportWith({ ...queue, share: 0.7 }, lines)).objectives;
    expect(goal).toMatchObject({ goodShare: 0.7, isMet: true });
    expect(goal?.budgetLeft).toBeCloseTo(0, 12);
  });

  it("counts no event without the field, and none whose duration is a Unix time", async () => {
    const lines = [started(monday), start(monday + 1, 1), start(monday + 2, 1_795_400_000)];
    const [goal] = (await reportWith(queue, lines)).objectives;
    expect(goal).toMatchObject({ count: 1, bad: 0, begins: monday + 1 });
  });

  it("can be about conditions, of some events and several dimensions", async () => {
    const goalSettings: ObjectiveSettings = {
      event: "runner_stop",
      where: ["repo~acme/", "job_conclusion!=cancelled"],
      good: ["status=normal", "job_duration<1h"],
      share: 0.5,
      by: ["flavor", "repo"],
      window: "1d",
    };
    const lines = [
      stopped(monday, { job_conclusion: "success" }),
      stopped(monday + 1, { job_conclusion: "cancelled", status: "abnormal" }),
      stopped(monday + 2, { status: "abnormal" }),
      stopped(monday + 3, { job_duration: 3600, repo: "acme/gears" }),
      stopped(monday + 4, { repo: "other/x", status: "abnormal" }),
      stopped(monday + 5, { status_info: { code: 137 } }),
    ];
    const [goal] = (await reportWith(goalSettings, lines)).objectives;
    expect(goal).toMatchObject({ by: ["flavor", "repo"], count: 4, bad: 2, isMet: true });
    expect(goal?.groups).toMatchObject([
      { values: ["small", "acme/widgets"], count: 3, bad: 1, isMet: true },
      { values: ["small", "acme/gears"], count: 1, bad: 1, isMet: false },
    ]);
  });

  it("has no verdict without events", async () => {
    const [goal] = (await reportWith(queue, [stopped(monday)])).objectives;
    expect(goal).toMatchObject({ count: 0, goodShare: null, isMet: null, budgetLeft: null, groups: [], weeks: [] });
  });

  it("is left out when its events are not selected", async () => {
    const { objectives } = resolveObjectives({ goal: queue }, catalogue);
    const { objectives: found } = await reportOf([stopped(monday)], { objectives, events: ["runner_stop"] });
    expect(found).toEqual([]);
  });
});

const messages = (settings: object): string[] =>
  objectivesConfigRule.mistakes({ goal: settings }, ["objectives"]).map(({ message }) => message);

describe("settings of an objective", () => {
  it.each([
    [{ event: "a", share: 0.9 }, 'expected one of "below", "above" and "good", received none'],
    [
      { event: "a", share: 0.9, field: "b", below: 1, above: 2 },
      'expected one of "below", "above" and "good", received 2',
    ],
    [{ event: "a", share: 0.9, below: 1 }, '"field" is missing'],
    [{ event: "a", share: 0.9, good: "b=1", field: "b" }, '"field" belongs to "below" and "above"'],
    [{ event: "a", share: 1, good: "b=1" }, "expected a number more than 0 and less than 1"],
    [{ event: "a", share: 0.9, good: "b=1", window: "100m" }, "in quarters of an hour"],
    [{ event: "a", share: 0.9, good: [] }, "expected a list of at least 1"],
    [{ event: "a", share: 0.9, field: "b", below: "soon" }, 'such as 60 or "1m"'],
    [{ share: 0.9, good: "b=1" }, '"event" is missing'],
  ])("%j", (settings, message) => expect(messages(settings).join("\n")).toContain(message));

  it("are right when they are right", () => expect(messages(queue)).toEqual([]));

  it("name what the schemas have, or the mistake says what was meant, and where", () => {
    const { mistakes } = resolveObjectives(
      {
        one: { ...queue, event: "runner_strt" },
        two: { ...queue, field: "queue_durtion", by: ["flavr"] },
        three: { event: "runner_stop", good: ["status=normal", "statos=x"], share: 0.9, where: "timestamp>5" },
        four: { event: "reconciliation", field: "idle_runners", above: "1m", share: 0.9 },
      },
      catalogue,
    );
    expect(mistakes.map(({ path, message }) => `${path.join("/")}: ${message}`)).toEqual([
      'objectives/one/event: "objectives.one.event": unknown event "runner_strt"; did you mean "runner_start"?',
      'objectives/two/field: "objectives.two.field": unknown measure or count "queue_durtion"; did you mean "queue_duration"?',
      'objectives/two/by/0: "objectives.two.by[0]": unknown dimension "flavr"; did you mean "flavor"?',
      'objectives/three/where: "objectives.three.where": a condition here is about a measure, count, dimension, identifier or the host, which timestamp is not; expected one of job_duration, flavor, workflow, repo, github_event, status, status_info.code, job_conclusion, job_id, run_id, runner, host',
      'objectives/four/above: "objectives.four.above": expected a number, since idle_runners is in {runner}, received "1m"',
    ]);
  });
});
