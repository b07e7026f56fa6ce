import { Readable } from "node:stream";
import { catalogue } from "@metric-events/core";
import { streamLog } from "@metric-events/reader";
import { describe, expect, it } from "vitest";
import {
  type AlertOptions,
  type AlertResult,
  type AlertSettings,
  alertFileRule,
  alertStateText,
  checkAlerts,
  parseAlertState,
  resolveAlertRules,
} from "../../src/index.js";
import { reconciled, started, stopped } from "../support/report-of.js";

const minute = 60;
const hour = 3600;
/** A multiple of all times between looks. */
const noon = 1_795_305_600 + 12 * hour;

const slow: AlertSettings = {
  event: "runner_start",
  take: "median",
  field: "queue_duration",
  above: "30m",
  window: "10m",
};

function check(
  settings: AlertSettings,
  lines: readonly string[],
  options: Partial<AlertOptions> = {},
): Promise<AlertResult> {
  expect(alertFileRule.mistakes({ rules: { rule: settings } }, [])).toEqual([]);
  const { rules, mistakes } = resolveAlertRules({ rule: settings }, catalogue);
  expect(mistakes).toEqual([]);
  const log = streamLog(Readable.from([Buffer.from(`${lines.join("\n")}\n`)]), "metrics.log");
  return checkAlerts([log], { catalogue, rules, now: noon, ...options });
}

const start = (at: number, queued: number, flavor = "small"): string => started(at, { flavor, queue_duration: queued });
const fires = async (...args: Parameters<typeof check>): Promise<boolean> => (await check(...args)).alerts.length > 0;
const stops = (at: number, ...statuses: string[]): string[] =>
  statuses.map((status, index) => stopped(at, { status, repo: `acme/${index}` }));

const every = (from: number, to: number, queued: number): string[] =>
  Array.from({ length: Math.round((to - from) / 300) + 1 }, (_, index) => start(from + index * 300, queued));

const groups = (alerts: AlertResult["alerts"]): unknown[] => alerts.map(({ group }) => group[0]);

const messages = (settings: object): string =>
  alertFileRule
    .mistakes({ rules: { rule: { event: "a", take: "count", window: "1h", above: 1, ...settings } } }, [])
    .map(({ message }) => message)
    .join("\n");

it("a line that stands twice counts once, unless duplicates are kept", async () => {
  const settings: AlertSettings = { event: "runner_stop", take: "count", above: 1, window: "10m" };
  const [line = ""] = stops(noon - minute, "abnormal");
  expect(await fires(settings, [line, line])).toBe(false);
  expect(await fires(settings, [line, line], { keepDuplicates: true })).toBe(true);
  expect(await fires(settings, stops(noon - minute, "abnormal", "abnormal"))).toBe(true);
});

describe("a window", () => {
  it("begins after, and ends with, its moments", async () => {
    expect(await fires(slow, [start(noon, 1801)])).toBe(true);
    expect(await fires(slow, [start(noon + 0.001, 1801)])).toBe(false);
    expect(await fires(slow, [start(noon - 10 * minute + 0.001, 1801)])).toBe(true);
    expect(await fires(slow, [start(noon - 10 * minute, 1801)])).toBe(false);
  });

  it("ends at the last look, a multiple of the time between two", async () => {
    const late = { now: noon + 59.9 };
    expect(await fires(slow, [start(noon + 1, 1801)], late)).toBe(false);
    expect(await fires({ ...slow, every: "10s" }, [start(noon + 1, 1801)], late)).toBe(true);
  });

  it.each([
    ["median", 1, 1.99, 2], // of 1, 2, 9: 2
    ["mean", 1, 3.99, 4],
    ["min", 1, 0.99, 1],
    ["max", 1, 8.99, 9],
    ["sum", 1, 11.99, 12],
    ["last", 1, 1.99, 2],
    ["p75", 1, 5.49, 5.5], // halfway between 2 and 9
  ] as const)("takes the %s", async (take, _, below, exactly) => {
    const lines = [start(noon - 3, 9), start(noon - 2, 1), start(noon - 1, 2)];
    expect(await fires({ ...slow, take, above: below }, lines)).toBe(true);
    expect(await fires({ ...slow, take, above: exactly }, lines)).toBe(false);
    const { above: _above, ...without } = slow;
    expect(await fires({ ...without, take, below: exactly }, lines)).toBe(false);
    expect(await fires({ ...without, take, below: exactly + 0.01 }, lines)).toBe(true);
  });

  it("orders events by time, whatever their lines say", async () => {
    const lines = [start(noon - 1, 5), start(noon - 3, 9)];
    expect((await check({ ...slow, take: "last", above: 1 }, lines)).alerts).toMatchObject([{ value: 5 }]);
  });

  it("takes the share of the events that satisfy conditions, once there are enough", async () => {
    const share: AlertSettings = {
      event: "runner_stop",
      take: "share",
      of: "status=bad",
      above: 0.5,
      window: "1h",
      minEvents: 3,
    };
    expect(await fires(share, stops(noon, "bad", "bad"))).toBe(false);
    expect(await fires(share, stops(noon, "bad", "bad", "normal", "normal"))).toBe(false);
    expect((await check(share, stops(noon, "bad", "bad", "normal"))).alerts).toMatchObject([
      { value: 2 / 3, events: 3 },
    ]);
  });
});

describe("missing data", () => {
  const silence: AlertSettings = { event: "runner_start", take: "count", below: 1, window: "1h" };

  it("counts as 0 events", async () => {
    expect(await fires(silence, [])).toBe(true);
    expect(await fires(silence, [start(noon - 1, 1)])).toBe(false);
  });

  it("has no other value: by default it is in order", async () => {
    const low: AlertSettings = { event: "runner_start", take: "max", field: "queue_duration", below: 5, window: "10m" };
    expect(await fires(low, [])).toBe(false);
    expect(await fires({ ...low, missing: "fires" }, [])).toBe(true);
    // Three minutes after the window of the only event is over.
    const lines = [start(noon - 13 * minute, 1)];
    expect(await fires({ ...low, for: "5m" }, lines)).toBe(false);
    expect(await fires({ ...low, for: "5m", missing: "keeps" }, lines)).toBe(true);
  });
});

describe("for", () => {
  const long: AlertSettings = { ...slow, for: "1h", window: "10m" };

  it("has to be over, with the value beyond the limit at every look", async () => {
    expect(await fires(long, every(noon - hour, noon, 1801))).toBe(true);
    expect(await fires(long, every(noon - hour + 1, noon, 1801))).toBe(false);
    const pause = [...every(noon - hour, noon - 30 * minute, 1801), ...every(noon - 15 * minute, noon, 1801)];
    expect(await fires(long, pause)).toBe(false);
  });

  it("is over for each group by itself", async () => {
    const lines = [
      ...every(noon - hour, noon, 1801),
      ...every(noon - hour, noon, 1).map((line) => line.replace("small", "large")),
    ];
    const { alerts } = await check({ ...long, by: "flavor" }, lines);
    expect(alerts).toMatchObject([{ group: ["small"], from: noon, beyondSince: noon - hour, to: undefined }]);
  });
});

describe("a check of the past", () => {
  it("tells each time in which a rule fired", async () => {
    const lines = [start(noon - 5 * hour, 1801), start(noon - 2 * hour + 1, 1900), start(noon - 3, 1)];
    const { alerts } = await check(slow, lines, { since: noon - 6 * hour });
    expect(alerts.map(({ from, to, value }) => ({ from, to, value }))).toEqual([
      { from: noon - 5 * hour, to: noon - 5 * hour + 10 * minute, value: 1801 },
      { from: noon - 2 * hour + minute, to: noon - 2 * hour + 11 * minute, value: 1900 },
    ]);
  });

  it("is refused when it would look too often", async () => {
    const promise = check({ ...slow, every: "10s" }, [], { since: 0 });
    await expect(promise).rejects.toMatchObject({ code: "too-many-looks" });
  });
});

describe("a state", () => {
  const idle: AlertSettings = {
    event: "reconciliation",
    take: "last",
    field: "idle_runners",
    below: 1,
    window: "10m",
    by: "flavor",
  };
  const lines = [
    reconciled(noon - 60, "small", 0),
    reconciled(noon + 5 * minute, "small", 0),
    reconciled(noon + 8 * minute, "large", 0),
    reconciled(noon + 9 * minute, "small", 2),
    reconciled(noon + 9 * minute, "large", 1),
  ];
  const checkAt = (minutes: number, state?: AlertResult["state"]): Promise<AlertResult> =>
    check(idle, lines, {
      now: noon + minutes * minute,
      state: state === undefined ? undefined : parseAlertState(alertStateText(state)),
    });

  it("lets a rule fire once, and tells what fired between two checks, and what ended", async () => {
    const first = await checkAt(0);
    expect(groups(first.alerts)).toEqual(["small"]);
    const second = await checkAt(5, first.state);
    expect([second.alerts, groups(second.known)]).toEqual([[], ["small"]]);
    const third = await checkAt(10, second.state);
    expect(third.alerts).toMatchObject([{ group: ["large"], from: noon + 8 * minute, to: noon + 9 * minute }]);
    expect(third.ended).toMatchObject([{ group: ["small"], from: noon, to: noon + 9 * minute }]);
    const fourth = await checkAt(11, third.state);
    expect([fourth.alerts, fourth.ended, fourth.known]).toEqual([[], [], []]);
  });

  it("gives the same alerts, however often somebody checks", async () => {
    const found: unknown[] = [];
    let state: AlertResult["state"] | undefined;
    for (let minutes = 0; minutes <= 12; minutes++) {
      const result = await checkAt(minutes, state);
      found.push(...result.alerts.map(({ group, from }) => [group[0], from]));
      ({ state } = result);
    }
    expect(found).toEqual([
      ["small", noon],
      ["large", noon + 8 * minute],
    ]);
  });

  it("does not tell again what fired when the clock is set back", async () => {
    const { state } = await checkAt(10, (await checkAt(0)).state);
    const back = await checkAt(8, state);
    expect(back.alerts).toEqual([]);
    expect((await checkAt(10, back.state)).alerts).toEqual([]);
  });

  it("of a rule that changed since is not used", async () => {
    const { state } = await checkAt(0);
    const { alerts } = await check({ ...idle, below: 2 }, lines, { state });
    expect(groups(alerts)).toEqual(["small"]);
  });

  it("keeps what fires while its data is missing, where the rule says so", async () => {
    const { state } = await check({ ...idle, missing: "keeps" }, lines.slice(0, 1));
    const later = await check({ ...idle, missing: "keeps" }, [], { now: noon + hour, state });
    expect([later.alerts, later.ended, groups(later.known)]).toEqual([[], [], ["small"]]);
  });

  it.each([
    ["", "it is empty"],
    ['{"version":1,"rules":{"a":', "cut off or damaged"],
    ["[]", 'expected an object with "rules"'],
    ['{"version":2,"rules":{}}', "expected version 1, received 2"],
    ['{"version":1,"rules":{"a":5}}', 'the rule "a" is not an object'],
    ['{"version":1,"rules":{"a":{"checkedUntil":1,"settings":"","firing":[5]}}}', "not a list of groups"],
    [
      '{"version":1,"rules":{"a":{"checkedUntil":1,"settings":"","firing":[{"group":[],"episode":{}}]}}}',
      "lacks its times",
    ],
  ])("that is damaged says so: %s", (text, message) => expect(() => parseAlertState(text)).toThrow(message));
});

describe("settings of a rule", () => {
  it.each([
    [{ below: 1 }, 'expected one of "above" and "below", received both'],
    [{ above: undefined }, "expected a limit"],
    [{ take: "median" }, '"field" is missing: what "median" is of'],
    [{ take: "share" }, '"of" is missing'],
    [{ of: "a=1" }, '"of" belongs to "share"'],
    [{ field: "a" }, '"count" is of events, not of a field'],
    [{ take: "p100" }, "expected count, share, mean"],
    [{ window: "0m" }, "expected a time from 1s to 31d"],
    [{ every: "1s" }, "from 10s to 31d"],
    [{ minEvents: 0 }, "a whole number of at least 1"],
    [{ missing: "fire" }, 'did you mean "fires"'],
    [{ windw: "1h" }, 'did you mean "window"'],
  ])("%j", (settings, message) => expect(messages(settings)).toContain(message));
});
