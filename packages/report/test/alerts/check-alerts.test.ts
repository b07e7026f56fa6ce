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
  host?: string,
): Promise<AlertResult> {
  expect(alertFileRule.mistakes({ rules: { rule: settings } }, [])).toEqual([]);
  const { rules, mistakes } = resolveAlertRules({ rule: settings }, catalogue);
  expect(mistakes).toEqual([]);
  const log = streamLog(Readable.from([Buffer.from(`${lines.join("\n")}\n`)]), "metrics.log");
  const origin = { host, log: "metrics.log", logName: "metrics.log" };
  return checkAlerts([{ ...log, origin }], { catalogue, rules, now: noon, ...options });
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

it("a condition on the host is about the one that an event names, else about that of its log", async () => {
  const hosts = ["web-1", "web-2", "db-1", undefined];
  const lines = hosts.map((host) => started(noon, { queue_duration: 1801, ...(host === undefined ? {} : { host }) }));
  const count: AlertSettings = { event: "runner_start", take: "count", above: 0, window: "1h" };
  const values = async (settings: Partial<AlertSettings>, host?: string): Promise<unknown[]> => {
    const { alerts } = await check({ ...count, ...settings }, lines, {}, host);
    return alerts.map(({ value }) => value);
  };
  expect(await values({ where: "host~web-" })).toEqual([2]);
  expect(await values({ where: "host!=db-1" })).toEqual([3]);
  expect(await values({ where: "host=web-1" })).toEqual([1]);
  expect(await values({ where: "host=web-1" }, "web-1")).toEqual([2]);
  expect(await values({ where: ["host~web", "host=db-1"] })).toEqual([3]);
  expect(await values({ take: "share", of: "host~web" })).toEqual([0.5]);
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
      state:
        state === undefined
          ? undefined
          : parseAlertState(alertStateText(state), resolveAlertRules({ rule: idle }, catalogue).rules),
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

  const { rules: current } = resolveAlertRules({ rule: idle }, catalogue);
  const episode = { from: 1, beyondSince: 1, to: null, value: 0, events: 1 };
  const stateWith = (changes: object): string =>
    JSON.stringify({
      version: 1,
      rules: { rule: { checkedUntil: 1, settings: JSON.stringify(idle), firing: [], ...changes } },
    });
  const firing = (group: unknown, changes = {}): string =>
    stateWith({ firing: [{ group, episode: { ...episode, ...changes } }] });

  it.each([
    ["", "it is empty"],
    [" \n", "it is empty"],
    ['{"ver', "cut off or damaged"],
    ['{"version":1,"rul', "cut off or damaged"],
    ['{"version":12,"rules":{"a"', "cut off or damaged"],
    ['{"version":1,"rules":{"a":', "cut off or damaged"],
    ['{"version":2,"rules":{}}', "expected version 1, received 2"],
    ['{"version":1,"rules":[]}', '"rules" is not an object'],
    ['{"version":1,"rules":{"a":5}}', 'the rule "a" is not an object'],
    [stateWith({ settings: 5 }), 'lacks "settings" or "firing"'],
    [stateWith({ checkedUntil: -1 }), '"checkedUntil" of the rule "rule" is not a Unix time'],
    [stateWith({ checkedUntil: "1" }), '"checkedUntil" of the rule "rule" is not a Unix time'],
    [stateWith({ checkedUntil: 1e15 }), '"checkedUntil" of the rule "rule" is not a Unix time'],
    [stateWith({ firing: [5] }), "not a list of groups"],
    [stateWith({ firing: [{ group: [], episode: {} }] }), "lacks its times"],
    [firing(["small"], { from: 1e300 }), "lacks its times"],
    [firing([]), "wrong number of values: expected 1, received 0"],
    [firing(["small", "large"]), "wrong number of values: expected 1, received 2"],
    [firing([5]), "not a list of groups"],
  ])("that is damaged says so: %s", (text, message) => {
    expect(() => parseAlertState(text, current)).toThrow(
      expect.objectContaining({ code: "damaged-state", message: expect.stringContaining(message) }),
    );
  });

  it.each([
    "[]",
    "{}",
    "5",
    '{"rules":{}}',
    '{"version":"1.0.0","rules":{}}',
    '{"version":3}',
    "{x",
    '{"version":1,"x',
    "not JSON",
  ])("that something else wrote is none: %s", (text) => {
    expect(() => parseAlertState(text, current)).toThrow(expect.objectContaining({ code: "no-state" }));
  });

  it("is read whatever groups former settings of a rule had", () => {
    const text = stateWith({ settings: "{}", firing: [{ group: ["a", "b"], episode }] });
    expect(parseAlertState(text, current).rules["rule"]?.firing).toHaveLength(1);
    expect(parseAlertState(firing(["small"]), current).rules["rule"]?.firing).toHaveLength(1);
    expect(parseAlertState(firing([null]), current).rules["rule"]?.firing).toHaveLength(1);
  });

  it("of a check before 1970 can be read again", async () => {
    const { state } = await check(idle, [], { now: -1000 });
    expect(parseAlertState(alertStateText(state), current).rules["rule"]?.checkedUntil).toBe(0);
  });
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
    [{ take: "share", of: "a=1", above: 50 }, "expected a share from 0 to 1, such as 0.5 for half, received 50"],
    [{ take: "share", of: "a=1", above: -0.1 }, "expected a share from 0 to 1"],
    [{ minEvents: 2 }, '"minEvents" does not go with "count"'],
    [{ missing: "fires" }, '"missing" does not go with "count"'],
    [{ minEvents: 0 }, "a whole number of at least 1"],
    [{ missing: "fire" }, 'did you mean "fires"'],
    [{ windw: "1h" }, 'did you mean "window"'],
  ])("%j", (settings, message) => expect(messages(settings)).toContain(message));

  it.each([0, 0.5, 1])("take the share %d", (above) => {
    expect(messages({ take: "share", of: "a=1", above })).toBe("");
    expect(messages({ take: "max", field: "a", above: 50 + above })).toBe("");
  });
});
