import { spawnSync } from "node:child_process";
import { appendFileSync, copyFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { catalogue } from "@metric-events/core";
import { openLogFamily } from "@metric-events/reader";
import { bound, hasTool, plainQuantile, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { expositionText, MetricsCounter, metricsPage, metricsStateText, parseMetricsState } from "../src/index.js";
import { countFleet } from "./support/count-fleet.js";
import { type ReadSample, readExposition, seriesMistakes } from "./support/exposition-check.js";

const now = 1_800_000_000;

function sum(samples: readonly ReadSample[], name: string, labels: Readonly<Record<string, string>> = {}): number {
  return samples
    .filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    )
    .reduce((total, { value }) => total + value, 0);
}

function started(timestamp: number, flavor = "small", more: object = {}): string {
  return `${JSON.stringify({ timestamp, event: "runner_start", flavor, workflow: "CI", repo: "acme/a", github_event: "push", idle: 1, ...more })}\n`;
}

describe("the series of a fleet", async () => {
  const { fleet, counter } = await countFleet({ seed: 7, days: 14, troubles: ["epoch", "year-1970", "thousandfold"] });
  const text = expositionText(counter.families(fleet.end));
  const samples = readExposition(text);
  const events = [...fleet.records.values()].flat().map(({ event }) => event);

  it("count each event of each host once", () => {
    for (const { eventName } of catalogue.definitions) {
      for (const host of fleet.hosts) {
        const own = (fleet.records.get(host) ?? []).filter(({ event }) => event["event"] === eventName);
        expect(sum(samples, `${eventName}_total`, { host }), `${eventName} of ${host}`).toBe(own.length);
      }
    }
    expect(sum(samples, "metric_events_lines_total", { verdict: "valid" })).toBe(events.length);
    expect(sum(samples, "metric_events_lines_total", { verdict: "bad" })).toBe(0);
  });

  it("are each there once, with buckets that add up", () => {
    expect(samples.length).toBeGreaterThan(1000);
    expect(seriesMistakes(samples)).toEqual([]);
  });

  it("sum counts, and have the last value of each as a gauge", () => {
    const reconciliations = events.filter(({ event }) => event === "reconciliation");
    const crashed = reconciliations.reduce((total, { crashed_runners: each }) => total + Number(each), 0);
    expect(sum(samples, "reconciliation_crashed_runners_sum_total")).toBe(crashed);
    const last = new Map<string, number>();
    for (const [host, records] of fleet.records) {
      for (const { event } of records) {
        if (event["event"] !== "reconciliation" || Number(event["timestamp"]) < 31_536_000) continue;
        last.set(`${host} ${String(event["flavor"])}`, Number(event["idle_runners"]));
      }
    }
    const gauges = samples.filter(({ name }) => name === "reconciliation_idle_runners");
    expect(gauges.length).toBeGreaterThan(3);
    for (const { labels, value } of gauges) expect(value).toBe(last.get(`${labels["host"]} ${labels["flavor"]}`));
  });

  it("give quantiles within the bucket of the exact ones", () => {
    const values = events
      .filter(({ event }) => event === "runner_start")
      .flatMap(({ idle }) => (Number(idle) > 1e9 ? [] : [Number(idle)]))
      .toSorted((left, right) => left - right);
    const buckets = new Map<number, number>();
    for (const { name, labels, value } of samples) {
      if (name !== "runner_start_idle_seconds_bucket") continue;
      const limit = labels["le"] === "+Inf" ? Number.POSITIVE_INFINITY : Number(labels["le"]);
      buckets.set(limit, (buckets.get(limit) ?? 0) + value);
    }
    expect(buckets.get(Number.POSITIVE_INFINITY)).toBe(values.length);
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      const exact = plainQuantile(values, share);
      const limits = [...buckets].toSorted(([left], [right]) => left - right);
      const index = limits.findIndex(([, count]) => count >= share * values.length);
      expect(exact).toBeLessThanOrEqual(limits[index]?.[0] ?? Number.NaN);
      expect(exact).toBeGreaterThanOrEqual(limits[index - 1]?.[0] ?? 0);
    }
  });

  it("are the same for prom-client", async () => {
    const page = await metricsPage();
    const served = readExposition((await page.text(counter.families(fleet.end))).replaceAll("\n\n", "\n"));
    expect(served).toEqual(samples);
  });

  const hasPromtool = hasTool("promtool", "prometheus");
  it.skipIf(!hasPromtool)("satisfy promtool check metrics", () => {
    const { status, stdout, stderr } = spawnSync(...bound("promtool", ["check", "metrics"]), {
      input: text,
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

/** Runs of the command about one log: each reads the state, counts, and writes the state. */
function runsOf(path: string): () => Promise<readonly ReadSample[]> {
  let text: string | undefined;
  return async () => {
    const counter = new MetricsCounter(catalogue, text === undefined ? undefined : parseMetricsState(text));
    const unread: unknown[] = [];
    await counter.count(await openLogFamily(path), { now, onUnread: (each) => void unread.push(each) });
    expect(unread).toEqual([]);
    text = metricsStateText(counter.state);
    return readExposition(expositionText(counter.families(now)));
  };
}

describe("a counter", () => {
  it("counts what is new, through restarts and all that rotation does", async () => {
    const path = join(temporaryFolder(), "m.log");
    const run = runsOf(path);
    const starts = async (): Promise<number> => sum(await run(), "runner_start_total");
    writeFileSync(path, started(1) + started(2));
    expect(await starts()).toBe(2);
    expect(await starts()).toBe(2);
    appendFileSync(path, started(3));
    expect(await starts()).toBe(3);
    // Rotation by rename, twice between two looks, with lines in each.
    appendFileSync(path, started(4));
    renameSync(path, `${path}.1`);
    writeFileSync(path, started(5));
    renameSync(`${path}.1`, `${path}.2`);
    renameSync(path, `${path}.1`);
    writeFileSync(path, started(6));
    expect(await starts()).toBe(6);
    // Compressed: the plain file beside it, then without it, with a line that was not counted before.
    appendFileSync(`${path}.2`, started(7));
    writeFileSync(`${path}.2.gz`, gzipSync(readFileSync(`${path}.2`)));
    rmSync(`${path}.2`);
    expect(await starts()).toBe(7);
    expect(await starts()).toBe(7);
    // copytruncate: an unfinished copy, then all of it, then the log goes on from nothing.
    appendFileSync(path, started(8) + started(9));
    expect(await starts()).toBe(9);
    writeFileSync(`${path}.1`, readFileSync(path).subarray(0, 200));
    expect(await starts()).toBe(9);
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
    appendFileSync(path, started(10));
    expect(await starts()).toBe(10);
    // Deleted logs stay counted.
    rmSync(`${path}.1`);
    rmSync(`${path}.2.gz`);
    expect(await starts()).toBe(10);
  });

  it("waits for the end of a line, and counts bad ones apart", async () => {
    const path = join(temporaryFolder(), "m.log");
    const run = runsOf(path);
    const line = started(11);
    writeFileSync(path, `${started(10)}{}\nnot json\n${line.slice(0, 30)}`);
    const before = await run();
    expect(sum(before, "runner_start_total")).toBe(1);
    expect(sum(before, "metric_events_lines_total", { verdict: "bad" })).toBe(2);
    appendFileSync(path, line.slice(30));
    const after = await run();
    expect(sum(after, "runner_start_total")).toBe(2);
    expect(sum(after, "metric_events_lines_total", { verdict: "bad" })).toBe(2);
  });

  it("tells logs apart that begin alike", async () => {
    const other = temporaryFolder();
    const [left, right] = [join(other, "a.log"), join(other, "b.log")];
    const same = Array.from({ length: 20 }, () => started(1)).join("");
    writeFileSync(left, same + started(2));
    writeFileSync(right, same + started(3) + started(4));
    const counter = new MetricsCounter(catalogue);
    for (let round = 0; round < 2; round++) {
      for (const each of [left, right]) await counter.count([{ name: each, path: each }], { now });
    }
    expect(sum(readExposition(expositionText(counter.families(now))), "runner_start_total")).toBe(43);
  });

  it("writes hostile values in a form that shows, and no series twice", async () => {
    const hostile = [
      'a"b',
      "a\\b",
      "line\nfeed",
      "\u001b[31mred",
      "\ud800",
      "\ud801",
      "}{",
      "ünï",
      "",
      "other",
      'a,b="c"',
    ];
    const own = join(temporaryFolder(), "h.log");
    writeFileSync(own, hostile.map((flavor, index) => started(index + 1, flavor)).join(""));
    const counter = new MetricsCounter(catalogue);
    await counter.count([{ name: own, path: own }], { now });
    const written = expositionText(counter.families(now));
    // oxlint-disable-next-line no-control-regex
    expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    const samples = readExposition(written);
    expect(seriesMistakes(samples)).toEqual([]);
    expect(sum(samples, "runner_start_total")).toBe(hostile.length);
    expect(samples.find(({ name, labels }) => name === "runner_start_total" && labels["flavor"] === 'a"b')?.value).toBe(
      1,
    );
    if (hasTool("promtool", "prometheus")) {
      const { stderr } = spawnSync(...bound("promtool", ["check", "metrics"]), { input: written, encoding: "utf8" });
      expect(stderr).toBe("");
    }
  });

  it("folds the values of a label beyond the hundredth into other, and says so", async () => {
    const own = join(temporaryFolder(), "f.log");
    writeFileSync(
      own,
      Array.from({ length: 150 }, (_, index) => started(index + 1, `f${index}`, { repo: `acme/${index}` })).join(""),
    );
    const counter = new MetricsCounter(catalogue);
    await counter.count([{ name: own, path: own }], { now });
    expect(counter.folded).toEqual(["flavor of runner_start", "repo of runner_start"]);
    const samples = readExposition(expositionText(counter.families(now)));
    expect(sum(samples, "runner_start_total")).toBe(150);
    expect(sum(samples, "runner_start_total", { flavor: "other" })).toBe(50);
    expect(sum(samples, "runner_start_by_repo_total", { repo: "other" })).toBe(50);
    expect(sum(samples, "metric_events_folded_labels")).toBe(2);
    // A state does not change that.
    const again = new MetricsCounter(catalogue, parseMetricsState(metricsStateText(counter.state)));
    expect(expositionText(again.families(now)).replace(/^metric_events_folded_labels .*$/m, "")).toBe(
      expositionText(counter.families(now)).replace(/^metric_events_folded_labels .*$/m, ""),
    );
  });

  it.each([
    ["no-state", "{}"],
    ["no-state", started(1)],
    ["damaged-state", '{"kind":"metric-events metrics","version":1'],
    ["damaged-state", '{"kind":"metric-events metrics","version":1,"logs":[{}],"lines":{},"events":{}}'],
    ["newer-state", '{"kind":"metric-events metrics","version":2}'],
  ])("refuses a text that is %s", (code, given) => {
    expect(() => parseMetricsState(given)).toThrow(expect.objectContaining({ code }));
  });
});
